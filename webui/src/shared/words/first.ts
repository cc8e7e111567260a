/** What the till's screen says while the words of its language are still on their way. */
import type { Language } from '../i18n';

export const CONNECTING: Readonly<Record<Language, string>> = {
  de: 'Die Kasse macht sich bereit …',
  en: 'Getting the till ready …',
  fi: 'Kassa käynnistyy …',
  it: 'La cassa si sta preparando …',
  vi: 'Máy đang chuẩn bị …',
};
