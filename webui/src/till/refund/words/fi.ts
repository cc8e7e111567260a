/** Finnish. */
import type { Words } from './en';

export const fi: Words = {
  title: 'Palautus: {number}',
  lead: 'Valitse, mitä palautetaan.',
  less: '{name}: yksi vähemmän',
  more: '{name}: yksi lisää',
  all: 'Kaikki',
  none: 'Ei mitään',
  of: '{count} / {left}',
  gone: 'Kaikki jo palautettu',
  resale: 'Tuotteen voi myydä uudelleen',
  pay: 'Palauta {amount}',
  pay_none: 'Mitään ei ole valittu',
  done: 'Maksa asiakkaalle',
  done_more: 'Palautus {number}. Laatikko on auki.',
  done_other: 'Palautettu',
  done_no_cash: 'Palautus {number}. Käteistä ei makseta.',
  cash: 'Käteinen',
  card: 'Kortti',
  transfer: 'Tilisiirto',
  voucher: 'Lahjakortti',
  iou: 'Vihko',
  in_cash: 'Kaikki käteisellä',
  close: 'Valmis',
  earlier: 'Aiemmin palautettu: {numbers}',
};
