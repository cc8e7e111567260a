/** Italian. */
import type { Words } from './en';

export const it: Words = {
  title: 'Conti',
  park: 'Metti da parte',
  park_named: 'Da parte con un nome',
  split: 'Dividi',
  none: 'Nessun conto da parte. Un conto messo da parte aspetta qui, anche se manca la corrente.',
  number: 'Conto {n}',
  name: 'Nome del conto',
  save_name: 'Metti da parte',
  rename: 'Nome',
  merge: 'Unisci a quello aperto',
  paid: '{amount} pagati',
  choose: 'Scegli che cosa si sposta.',
  pay_these: 'Paga questi ora',
  park_these: 'Questi da parte',
  move: 'A un conto da parte',
  where: 'A quale conto?',
  back: 'Indietro',
  more: 'e altri {count}',
  fewer: 'uno in meno di {name}',
  more_of: 'uno in più di {name}',
  hint: 'Tocca un conto per riprenderlo. Quello aperto viene messo da parte.',
  of: '{n} di {all}',
};
