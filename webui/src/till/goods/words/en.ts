/** English: the language that defines which messages this screen has. */
import type { Message } from '../../../shared/i18n';

export const en = {
  title: 'Goods',
  new: 'New item',
  search: 'Find goods',
  nothing: 'No goods yet here. Tap “New item”.',
  more: 'Show more',
  choose: 'Choose goods on the left, or make a new item.',
  name: 'Name',
  price: 'Price',
  gtin: 'Barcode',
  category: 'New category',
  unit: 'Unit',
  'unit.piece': 'Per piece',
  'unit.kg': 'Per kg',
  tax: 'Tax',
  save: 'Save',
  'save.sell': 'Save and sell',
  back: 'Back',
  remove: 'Remove',
  'remove.sure': 'Really remove?',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
