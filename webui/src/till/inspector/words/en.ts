/** English: the language that defines which messages this sheet has. */
import type { Message } from '../../../shared/i18n';

export const en = {
  title: 'Check the records',
  lead: 'Every sale and everything else this box has recorded since its first day, each tied to the one before. Selling goes on meanwhile.',
  check: 'Check all',
  again: 'Check again',
  export: 'Take all along',
  running: 'Checking, {done} of {of} files …',
  sound: 'All {count} records are whole, from {first} to {last}.',
  damaged: 'Something in the records is damaged: {files}.',
  damaged_todo:
    'Nothing is hidden and nothing is lost by this check. All that can be read is in the file, and the box goes on selling.',
  head: 'Seal of the last record',
  z: 'Newest Z: {n}',
  hint: '“Take all along” saves a file with the browser of a phone or laptop. The screen of the box itself has no place for files.',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
