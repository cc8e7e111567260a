/** The words of the welcome, in the language chosen in its first step. */
import { type Message, type Params, speak } from '../../shared/i18n';
import type { CardRefusal } from '../api/welcome';
import { language } from '../state';
import { type Key, words } from './words';

export const tell = (key: Key, params?: Params): string =>
  speak(language.value, words[language.value][key], params);

/** Why a key of the card was not taken; a reason without words of its own is a wrong value. */
export function tellRefusal({ code, allowed }: CardRefusal): string {
  const own = (words[language.value] as Partial<Record<string, Message>>)[`card.${code}`];
  return speak(language.value, own ?? words[language.value]['card.one_of'], { allowed });
}
