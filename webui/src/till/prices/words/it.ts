/** Italian. */
import type { Words } from './en';

export const it: Words = {
  title: 'Listini',
  new: 'Nuovo listino',
  to_goods: 'Articoli',
  nothing:
    'Ancora nessun listino. Prepararlo prima: i suoi prezzi entrano in vigore da soli, anche senza Internet.',
  choose: 'Scegliere un listino a sinistra, o farne uno nuovo.',
  waiting: 'Aspetta',
  in_force: 'In vigore',
  starts_at: 'dal {when}',
  count: '{count} prezzi',
  name: 'Nome',
  day: 'Da che giorno',
  time: 'Da che ora',
  earlier: 'Prima',
  later: 'Dopo',
  percent: 'Cambia tutti quelli mostrati',
  percent_hint: 'Dai prezzi di oggi, arrotondati a {step}.',
  goods: 'Prezzi nuovi',
  now_price: 'ora {price}',
  back: 'Indietro',
  save: 'Salva',
  remove: 'Elimina questo listino',
  remove_sure: 'Eliminarlo davvero?',
  history: 'Il listino è in vigore. I prezzi sono sugli articoli: cambiarli lì, o fare un altro listino.',
};
