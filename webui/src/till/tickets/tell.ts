/** The words of parked tickets, in the vendor's language now. They come with the part. */
import { wordsOf } from '../../shared/i18n';
import { language } from '../state';
import { words } from './words';

export const { tell } = wordsOf(words, () => language.value);
