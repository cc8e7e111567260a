/** English: the language that defines which messages these screens have. */
import type { Message } from '../../../shared/i18n';

export const en = {
  title: 'People',
  none: 'Nobody is set up: the till asks nobody for a name. The first person is an owner with a PIN.',
  here: 'signed in',
  edit: 'Change',
  add: 'Add somebody',
  'add.first': 'Set up the owner',
  out: 'Sign out',
  name: 'Name',
  next: 'Next',
  save: 'Save',
  remove: 'Delete',
  back: 'Back',
  cancel: 'Cancel',
  ok: 'OK',
  'pin.enter': 'Enter the PIN',
  'pin.new': 'Choose a PIN of 4 to 8 digits',
  'pin.repeat': 'The same PIN once more',
  'pin.differs': 'The two PINs differ. Choose one again.',
  'pin.change': 'New PIN',
  'approve.title': 'Who approves this?',
  'role.seller': 'Seller',
  'role.manager': 'Manager',
  'role.owner': 'Owner',
  'right.discount_over_limit': 'A large discount',
  'right.refund': 'A refund',
  'right.cash_out': 'Cash out of the drawer',
  'right.no_sale': 'Opening the drawer',
  'right.close_day': 'Closing the day',
  'right.edit_goods': 'Changing goods',
  'right.edit_staff': 'Changing people',
  'right.count_stock': 'Counting stock',
  'right.export': 'Taking data out',
} satisfies Readonly<Record<string, Message>>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
