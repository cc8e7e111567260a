/** The words of the welcome, in the language chosen in its first step. */
import { wordsOf } from '../../shared/i18n';
import type { CardRefusal } from '../api/welcome';
import { language } from '../state';
import { words } from './words';

export const { tell, tellForeign } = wordsOf(words, () => language.value);

/** Why a key of the card was not taken; a reason without words of its own is a wrong value. */
export const tellRefusal = ({ code, allowed }: CardRefusal): string =>
  tellForeign(`card.${code}`, { allowed }) ?? tell('card.one_of', { allowed });
