/** German. */
import type { Words } from './en';

export const de: Words = {
  title: 'Aufzeichnungen prüfen',
  lead: 'Jeder Verkauf und alles andere, was diese Box seit ihrem ersten Tag aufgezeichnet hat, jedes an das davor gebunden. Der Verkauf geht weiter.',
  check: 'Alles prüfen',
  again: 'Noch einmal prüfen',
  export: 'Alles mitnehmen',
  running: 'Prüfung läuft, {done} von {of} Dateien …',
  sound: 'Alle {count} Aufzeichnungen sind vollständig, vom {first} bis zum {last}.',
  damaged: 'In den Aufzeichnungen ist etwas beschädigt: {files}.',
  damaged_todo:
    'Durch diese Prüfung wird nichts verborgen und nichts geht verloren. Alles Lesbare steht in der Datei, und die Box verkauft weiter.',
  head: 'Siegel der letzten Aufzeichnung',
  z: 'Letzter Z: {n}',
  hint: '„Alles mitnehmen“ sichert eine Datei mit dem Browser eines Telefons oder Laptops. Der Bildschirm der Box hat keinen Platz für Dateien.',
};
