/** Italian. */
import type { Words } from './en';

export const it: Words = {
  title_line: 'Sconto su {name}',
  title_ticket: 'Sconto su tutto',
  percent: 'Percento',
  amount: 'Importo',
  give: 'Togli {value}',
  give_empty: 'Quanto in meno?',
  keep: 'Tieni {value} come tasto',
  forget: 'Togli il tasto {value}',
  back: 'Annulla: {name}',
  plain: 'Sconto',
  presets: 'Basta un tocco',
  given: 'Dati finora',
  coupons: 'Coupon',
};
