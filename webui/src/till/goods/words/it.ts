import type { Words } from './en';

export const it: Words = {
  title: 'Articoli',
  new: 'Nuovo articolo',
  search: 'Cerca articoli',
  nothing: 'Qui non c’è ancora nulla. Tocca “Nuovo articolo”.',
  more: 'Mostra altri',
  choose: 'Scegli un articolo a sinistra o creane uno nuovo.',
  name: 'Nome',
  price: 'Prezzo',
  gtin: 'Codice a barre',
  category: 'Nuova categoria',
  unit: 'Unità',
  'unit.piece': 'Al pezzo',
  'unit.kg': 'Al kg',
  tax: 'IVA',
  save: 'Salva',
  'save.sell': 'Salva e vendi',
  back: 'Indietro',
  remove: 'Togli',
  'remove.sure': 'Togliere davvero?',
};
