/** English: the language that defines which messages these sheets have. */
import type { Message } from '../../../shared/i18n';

export const en = {
  'price.ask': 'Price of this one',
  'price.add': 'Add {amount}',
  empties: 'Empties',
  tare: 'Tare',
  'tare.is': 'Tare {weight}',
  'tare.none': 'No tare',
  'tare.scale': 'On the scale: {weight}',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
