/** The words of these screens, in the vendor's language now. They come with the part, not with the first load. */
import { wordsOf } from '../../shared/i18n';
import { language } from '../state';
import { words } from './words';

export const { tell, tellForeign } = wordsOf(words, () => language.value);

/** What came of joining; a word this screen does not know is a plain failure. */
export const tellOutcome = (outcome: string, ssid: string): string =>
  tellForeign(`outcome.${outcome}`, { ssid }) ?? tell('outcome.failed', { ssid });

/** A country's name, as this language writes it. */
export const tellCountry = (code: string): string =>
  new Intl.DisplayNames(language.value, { type: 'region' }).of(code) ?? code;
