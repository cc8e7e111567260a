/** The words of this screen, in the vendor's language now. They come with the part, not with the first load. */
import { type Message, type Params, speak } from '../../shared/i18n';
import { language } from '../state';
import { type Key, words } from './words';

export type { Key };

export const tell = (key: Key, params?: Params): string =>
  speak(language.value, words[language.value][key], params);

/** A key made of what the box said: `null` when there are no words for it here. */
export function tellForeign(key: string): string | null {
  const message = (words[language.value] as Partial<Record<string, Message>>)[key];
  return message === undefined ? null : speak(language.value, message);
}
