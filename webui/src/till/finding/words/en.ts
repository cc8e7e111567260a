/** English: the language that defines which messages this part has. */
import type { Message } from '../../../shared/i18n';

export const en = {
  hint: 'Number, amount or goods',
  none: 'No receipt fits.',
  back_to: 'Looked back to {day}.',
  all: 'All receipts were looked through.',
  looking: 'Looking …',
  further: 'Look further back',
  close: 'Close the search',
  try: 'For example A-000123, 12.50 or part of a name.',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
