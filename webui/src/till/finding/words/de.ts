/** German. */
import type { Words } from './en';

export const de: Words = {
  hint: 'Nummer, Betrag oder Ware',
  none: 'Kein Beleg passt.',
  back_to: 'Gesucht bis zurück zum {day}.',
  all: 'Alle Belege durchsucht.',
  looking: 'Suche läuft …',
  further: 'Weiter zurück suchen',
  close: 'Suche schließen',
  try: 'Zum Beispiel A-000123, 12,50 oder ein Teil eines Namens.',
};
