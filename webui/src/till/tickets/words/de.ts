/** German. */
import type { Words } from './en';

export const de: Words = {
  title: 'Bons',
  park: 'Diesen Bon parken',
  park_named: 'Mit Namen parken',
  split: 'Aufteilen',
  none: 'Nichts ist geparkt. Ein geparkter Bon wartet hier, auch wenn der Strom ausfällt.',
  number: 'Bon {n}',
  name: 'Name des Bons',
  save_name: 'Parken',
  rename: 'Name',
  merge: 'Zum offenen dazu',
  paid: '{amount} bezahlt',
  choose: 'Wählen, was umzieht.',
  pay_these: 'Diese jetzt bezahlen',
  park_these: 'Diese parken',
  move: 'Zu einem geparkten',
  where: 'Zu welchem Bon?',
  back: 'Zurück',
  more: 'und {count} weitere',
  fewer: 'eins weniger von {name}',
  more_of: 'eins mehr von {name}',
  hint: 'Einen Bon antippen, um mit ihm weiterzumachen. Der offene wird dann geparkt.',
  of: '{n} von {all}',
};
