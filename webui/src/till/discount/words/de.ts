/** German. */
import type { Words } from './en';

export const de: Words = {
  title_line: 'Rabatt auf {name}',
  title_ticket: 'Rabatt auf alles',
  percent: 'Prozent',
  amount: 'Betrag',
  give: '{value} abziehen',
  give_empty: 'Wie viel weniger?',
  keep: '{value} als Taste behalten',
  forget: 'Taste {value} entfernen',
  back: 'Zurücknehmen: {name}',
  plain: 'Rabatt',
  presets: 'Ein Tipp genügt',
  given: 'Bisher gegeben',
  coupons: 'Coupons',
};
