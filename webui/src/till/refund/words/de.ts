/** German. */
import type { Words } from './en';

export const de: Words = {
  title: 'Rückgabe: {number}',
  lead: 'Wähle, was zurückkommt.',
  less: 'Ein {name} weniger',
  more: 'Ein {name} mehr',
  all: 'Alles',
  none: 'Nichts',
  of: '{count} von {left}',
  gone: 'Schon alles zurück',
  resale: 'Ware ist wieder verkäuflich',
  pay: '{amount} zurückgeben',
  pay_none: 'Nichts gewählt',
  done: 'Auszahlen',
  done_more: 'Rückgabe {number}. Die Lade ist offen.',
  done_other: 'Zurückgegeben',
  done_no_cash: 'Rückgabe {number}. Es wird nichts bar ausgezahlt.',
  cash: 'Bar',
  card: 'Karte',
  transfer: 'Überweisung',
  voucher: 'Gutschein',
  iou: 'Angeschrieben',
  in_cash: 'Alles bar',
  close: 'Fertig',
  earlier: 'Früher zurück: {numbers}',
};
