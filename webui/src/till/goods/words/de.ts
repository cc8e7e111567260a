import type { Words } from './en';

export const de: Words = {
  title: 'Artikel',
  new: 'Neuer Artikel',
  search: 'Artikel suchen',
  nothing: 'Hier gibt es noch nichts. Tippen Sie auf „Neuer Artikel“.',
  more: 'Mehr zeigen',
  choose: 'Links einen Artikel wählen oder einen neuen anlegen.',
  name: 'Name',
  price: 'Preis',
  gtin: 'Strichcode',
  category: 'Neue Kategorie',
  unit: 'Einheit',
  'unit.piece': 'Pro Stück',
  'unit.kg': 'Pro kg',
  tax: 'Steuer',
  save: 'Speichern',
  'save.sell': 'Speichern und verkaufen',
  back: 'Zurück',
  remove: 'Entfernen',
  'remove.sure': 'Wirklich entfernen?',
};
