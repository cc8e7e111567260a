/** Italian. */
import type { Words } from './en';

export const it: Words = {
  title: 'Verificare le registrazioni',
  lead: 'Ogni vendita e tutto ciò che questa cassa ha registrato dal primo giorno, ogni registrazione legata alla precedente. Intanto si continua a vendere.',
  check: 'Verificare tutto',
  again: 'Verificare di nuovo',
  export: 'Prendere tutto',
  running: 'Verifica, {done} di {of} file …',
  sound: 'Tutte le {count} registrazioni sono integre, dal {first} al {last}.',
  damaged: 'Qualcosa nelle registrazioni è danneggiato: {files}.',
  damaged_todo:
    'Questa verifica non nasconde e non perde nulla. Tutto il leggibile è nel file, e la cassa continua a vendere.',
  head: 'Sigillo dell’ultima registrazione',
  z: 'Ultima Z: {n}',
  hint: '“Prendere tutto” salva un file con il browser di un telefono o portatile. Lo schermo della cassa non ha posto per i file.',
};
