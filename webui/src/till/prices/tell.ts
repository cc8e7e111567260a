/** The words of price lists, in the vendor's language now. They come with the part. */
import { wordsOf } from '../../shared/i18n';
import { language } from '../state';
import { words } from './words';

export const { tell } = wordsOf(words, () => language.value);

/** A moment of the stall's clock in words; it has no zone, and gets none. */
export const sayStart = (starts: string, style: 'short' | 'full' = 'short'): string =>
  new Intl.DateTimeFormat(language.value, {
    dateStyle: style === 'full' ? 'full' : 'medium',
    ...(style === 'full' ? {} : { timeStyle: 'short' }),
    timeZone: 'UTC',
  }).format(new Date(`${starts}:00Z`));
