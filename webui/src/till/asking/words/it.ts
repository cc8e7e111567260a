/** Italian. */
import type { Words } from './en';

export const it: Words = {
  'price.ask': 'Prezzo di questo',
  'price.add': 'Aggiungi {amount}',
  empties: 'Vuoti',
  tare: 'Tara',
  'tare.is': 'Tara {weight}',
  'tare.none': 'Senza tara',
  'tare.scale': 'Sulla bilancia: {weight}',
};
