/** English: the language that defines which messages this sheet has. */
import type { Message } from '../../../shared/i18n';

export const en = {
  title: 'Tickets',
  park: 'Park this ticket',
  park_named: 'Park under a name',
  split: 'Split',
  none: 'Nothing is parked. A parked ticket waits here, even when the power fails.',
  number: 'Ticket {n}',
  name: 'Name of the ticket',
  save_name: 'Park',
  rename: 'Name',
  merge: 'Add to the open one',
  paid: '{amount} paid',
  choose: 'Choose what moves.',
  pay_these: 'Pay these now',
  park_these: 'Park these',
  move: 'To a parked one',
  where: 'To which ticket?',
  back: 'Back',
  more: 'and {count} more',
  fewer: 'one fewer of {name}',
  more_of: 'one more of {name}',
  hint: 'Tap a ticket to go on with it. The open one is then parked in its place.',
  of: '{n} of {all}',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
