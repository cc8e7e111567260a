/** German. */
import type { Words } from './en';

export const de: Words = {
  'price.ask': 'Preis für diesen Artikel',
  'price.add': '{amount} hinzufügen',
  empties: 'Leergut',
  tare: 'Tara',
  'tare.is': 'Tara {weight}',
  'tare.none': 'Keine Tara',
  'tare.scale': 'Auf der Waage: {weight}',
};
