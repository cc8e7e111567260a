/** The words of the promotions, in the vendor's language now. They come with the part, not with the first load. */
import { wordsOf } from '../../shared/i18n';
import { language } from '../state';
import { words } from './words';

export const { tell } = wordsOf(words, () => language.value);
