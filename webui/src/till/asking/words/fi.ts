/** Finnish. */
import type { Words } from './en';

export const fi: Words = {
  'price.ask': 'Tämän hinta',
  'price.add': 'Lisää {amount}',
  empties: 'Palautuspullot',
  tare: 'Taara',
  'tare.is': 'Taara {weight}',
  'tare.none': 'Ei taaraa',
  'tare.scale': 'Vaa’alla: {weight}',
};
