import type { Words } from './en';

export const fi: Words = {
  title: 'Tuotteet',
  new: 'Uusi tuote',
  search: 'Etsi tuotetta',
  nothing: 'Täällä ei ole vielä mitään. Napauta ”Uusi tuote”.',
  more: 'Näytä lisää',
  choose: 'Valitse tuote vasemmalta tai lisää uusi.',
  name: 'Nimi',
  price: 'Hinta',
  gtin: 'Viivakoodi',
  category: 'Uusi ryhmä',
  unit: 'Yksikkö',
  'unit.piece': 'Kappale',
  'unit.kg': 'Kilo',
  tax: 'Vero',
  save: 'Tallenna',
  'save.sell': 'Tallenna ja myy',
  back: 'Takaisin',
  remove: 'Poista',
  'remove.sure': 'Poistetaanko varmasti?',
};
