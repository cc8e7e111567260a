/** Italian. */
import type { Words } from './en';

export const it: Words = {
  hint: 'Numero, importo o articolo',
  none: 'Nessuna ricevuta corrisponde.',
  back_to: 'Cercato fino al {day}.',
  all: 'Cercato in tutte le ricevute.',
  looking: 'Ricerca …',
  further: 'Cercare più indietro',
  close: 'Chiudere la ricerca',
  try: 'Per esempio A-000123, 12,50 o parte di un nome.',
};
