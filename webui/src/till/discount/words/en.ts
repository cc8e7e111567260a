/** English: the language that defines which messages this sheet has. */
import type { Message } from '../../../shared/i18n';

export const en = {
  title_line: 'Discount on {name}',
  title_ticket: 'Discount on everything',
  percent: 'Percent',
  amount: 'Amount',
  give: 'Take {value} off',
  give_empty: 'How much off?',
  keep: 'Keep {value} as a key',
  forget: 'Take the key {value} away',
  back: 'Take back: {name}',
  plain: 'Discount',
  presets: 'One tap gives it',
  given: 'Given so far',
  coupons: 'Coupons',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
