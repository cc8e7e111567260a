/** German. */
import type { Words } from './en';

export const de: Words = {
  title: 'Preislisten',
  new: 'Neue Preisliste',
  to_goods: 'Ware',
  nothing: 'Noch keine Preisliste. Im Voraus machen: ihre Preise gelten dann von selbst, auch ohne Internet.',
  choose: 'Links eine Preisliste wählen oder eine neue machen.',
  waiting: 'Wartet',
  in_force: 'Gilt',
  starts_at: 'ab {when}',
  count: '{count} Preise',
  name: 'Name',
  day: 'Ab welchem Tag',
  time: 'Ab welcher Uhrzeit',
  earlier: 'Früher',
  later: 'Später',
  percent: 'Alle gezeigten ändern',
  percent_hint: 'Von den Preisen von heute, gerundet auf {step}.',
  goods: 'Neue Preise',
  now_price: 'jetzt {price}',
  back: 'Zurück',
  save: 'Speichern',
  remove: 'Diese Liste löschen',
  remove_sure: 'Wirklich löschen?',
  history: 'Diese Liste gilt. Ihre Preise stehen bei der Ware; dort ändern oder eine neue Liste machen.',
};
