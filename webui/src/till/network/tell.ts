/** The words of these screens, in the vendor's language now. They come with the part, not with the first load. */
import { type Message, type Params, speak } from '../../shared/i18n';
import { language } from '../state';
import { type Key, words } from './words';

export const tell = (key: Key, params?: Params): string =>
  speak(language.value, words[language.value][key], params);

/** What came of joining; a word this screen does not know is a plain failure. */
export function tellOutcome(outcome: string, ssid: string): string {
  const all = words[language.value] as Partial<Record<string, Message>>;
  return speak(language.value, all[`outcome.${outcome}`] ?? words[language.value]['outcome.failed'], {
    ssid,
  });
}

/** A country's name, as this language writes it. */
export const tellCountry = (code: string): string =>
  new Intl.DisplayNames(language.value, { type: 'region' }).of(code) ?? code;
