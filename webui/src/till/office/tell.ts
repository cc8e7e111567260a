/** The words of these screens, in the vendor's language now. They come with the part, not with the first load. */
import { wordsOf } from '../../shared/i18n';
import { language } from '../state';
import { type Key, words } from './words';

export type { Key };

export const { tell, tellForeign } = wordsOf(words, () => language.value);
