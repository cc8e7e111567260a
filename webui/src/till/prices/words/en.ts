/** English: the language that defines which messages this screen has. */
import type { Message } from '../../../shared/i18n';

export const en = {
  title: 'Price lists',
  new: 'New price list',
  to_goods: 'Goods',
  nothing:
    'No price list yet. Make one ahead: its prices come into force by themselves, also without the Internet.',
  choose: 'Choose a price list on the left, or make a new one.',
  waiting: 'Waits',
  in_force: 'In force',
  starts_at: 'from {when}',
  count: '{count} prices',
  name: 'Name',
  day: 'From which day',
  time: 'From what time',
  earlier: 'Earlier',
  later: 'Later',
  percent: 'Change all shown',
  percent_hint: 'From today’s prices, rounded to {step}.',
  goods: 'New prices',
  now_price: 'now {price}',
  back: 'Back',
  save: 'Save',
  remove: 'Delete this list',
  remove_sure: 'Really delete it?',
  history: 'This list is in force. Its prices are on the goods; change them there, or make another list.',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
