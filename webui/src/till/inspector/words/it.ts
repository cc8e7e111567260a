/** Italian. */
import type { Words } from './en';

export const it: Words = {
  title: 'Verificare le registrazioni',
  lead: 'Ogni vendita e tutto ciò che questa cassa ha registrato dal primo giorno, ogni registrazione legata alla precedente. Intanto si continua a vendere.',
  check: 'Verificare tutto',
  again: 'Verificare di nuovo',
  export: 'Salva sulla chiavetta',
  running: 'Verifica, {done} di {of} file …',
  sound: 'Tutte le {count} registrazioni sono integre, dal {first} al {last}.',
  failed: 'La verifica si è interrotta. Nulla è cambiato. Riprovare.',
  damaged: 'Qualcosa nelle registrazioni è danneggiato.',
  'day.unknown': '{day}: registrazioni danneggiate; quante non siano leggibili non si sa.',
  'day.readable': '{day}: danneggiato, ma ogni registrazione è leggibile.',
  'day.lost': {
    one: '{day}: una registrazione non è leggibile.',
    other: '{day}: {count} registrazioni non sono leggibili.',
  },
  'day.none': 'Un file del giornale è danneggiato; di quale giorno non si può dire.',
  damaged_todo:
    'Questa verifica non nasconde e non perde nulla. Tutto il leggibile è nel file, e la cassa continua a vendere.',
  head: 'Sigillo dell’ultima registrazione',
  z: 'Ultima Z: {n}',
  hint: '“Salva sulla chiavetta” scrive tutto il leggibile sulla chiavetta inserita: un file ZIP che ogni computer apre, non cifrato, con una pagina che dice come verificarlo senza di noi.',
  'saved.saving': 'Salvataggio … lasciare la chiavetta.',
  'saved.saved': 'Salvato come {file}. Si può togliere la chiavetta.',
  'saved.no_stick':
    'Nessuna chiavetta trovata. Nulla è stato salvato. Inserire una chiavetta USB (FAT o exFAT) e riprovare.',
  'saved.failed': 'Non si è potuto salvare. Nient’altro è cambiato. Provare un’altra chiavetta.',
  'saved.no_answer':
    'Su questa cassa nessuno può salvarlo. Un tecnico può: python -m appliance journal export.',
};
