/** English: the language that defines which messages this sheet has. */
import type { Message } from '../../../shared/i18n';

export const en = {
  title: 'Goods come back: {number}',
  lead: 'Choose what comes back.',
  less: 'One less of {name}',
  more: 'One more of {name}',
  all: 'Everything',
  none: 'Nothing',
  of: '{count} of {left}',
  gone: 'All back already',
  resale: 'Goods can be sold again',
  pay: 'Pay back {amount}',
  pay_none: 'Nothing chosen',
  done: 'Pay out',
  done_more: 'Refund {number}. The drawer is open.',
  done_other: 'Paid back',
  done_no_cash: 'Refund {number}. No cash goes out.',
  cash: 'Cash',
  card: 'Card',
  transfer: 'Transfer',
  voucher: 'Voucher',
  iou: 'Slate',
  in_cash: 'All in cash',
  close: 'Done',
  earlier: 'Came back before: {numbers}',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
