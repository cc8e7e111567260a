/** English: the language that defines which messages this sheet has. */
import type { Message } from '../../../shared/i18n';

export const en = {
  title: 'Check the records',
  lead: 'Every sale and everything else this box has recorded since its first day, each tied to the one before. Selling goes on meanwhile.',
  check: 'Check all',
  again: 'Check again',
  export: 'Save on the stick',
  running: 'Checking, {done} of {of} files …',
  sound: 'All {count} records are whole, from {first} to {last}.',
  failed: 'The check broke off. Nothing was changed. Try again.',
  damaged: 'Something in the records is damaged.',
  'day.unknown': '{day}: records of this day are damaged; how many cannot be read is not known.',
  'day.readable': '{day}: damaged, but every record can be read.',
  'day.lost': { one: '{day}: one record cannot be read.', other: '{day}: {count} records cannot be read.' },
  'day.none': 'A file of the journal is damaged; of which day it was cannot be told.',
  damaged_todo:
    'Nothing is hidden and nothing is lost by this check. All that can be read is in the file, and the box goes on selling.',
  head: 'Seal of the last record',
  z: 'Newest Z: {n}',
  hint: '“Save on the stick” writes everything that can be read on the stick that is in: a ZIP file that any computer opens, not encrypted, with a page that says how to verify it without us.',
  'saved.saving': 'Saving … leave the stick in.',
  'saved.saved': 'Saved as {file}. You can pull the stick out.',
  'saved.no_stick': 'No stick found. Nothing was saved. Plug in a USB stick (FAT or exFAT) and try again.',
  'saved.failed': 'It could not be saved. Nothing else was touched. Try another stick.',
  'saved.no_answer': 'This box has nobody to save it. A technician can: python -m appliance journal export.',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
