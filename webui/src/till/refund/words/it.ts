/** Italian. */
import type { Words } from './en';

export const it: Words = {
  title: 'Reso: {number}',
  lead: 'Scegli che cosa torna.',
  less: '{name}: uno in meno',
  more: '{name}: uno in più',
  all: 'Tutto',
  none: 'Niente',
  of: '{count} di {left}',
  gone: 'Già tutto reso',
  resale: 'La merce si può rivendere',
  pay: 'Restituisci {amount}',
  pay_none: 'Niente di scelto',
  done: 'Da restituire',
  done_more: 'Reso {number}. Il cassetto è aperto.',
  done_other: 'Rimborsato',
  done_no_cash: 'Rimborso {number}. Niente contanti.',
  cash: 'Contanti',
  card: 'Carta',
  transfer: 'Bonifico',
  voucher: 'Buono',
  iou: 'Credito',
  in_cash: 'Tutto in contanti',
  close: 'Fatto',
  earlier: 'Resi prima: {numbers}',
};
