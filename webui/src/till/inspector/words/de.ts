/** German. */
import type { Words } from './en';

export const de: Words = {
  title: 'Aufzeichnungen prüfen',
  lead: 'Jeder Verkauf und alles andere, was diese Box seit ihrem ersten Tag aufgezeichnet hat, jedes an das davor gebunden. Der Verkauf geht weiter.',
  check: 'Alles prüfen',
  again: 'Noch einmal prüfen',
  export: 'Auf den Stick speichern',
  running: 'Prüfung läuft, {done} von {of} Dateien …',
  sound: 'Alle {count} Aufzeichnungen sind vollständig, vom {first} bis zum {last}.',
  failed: 'Die Prüfung brach ab. Nichts wurde geändert. Bitte noch einmal.',
  damaged: 'In den Aufzeichnungen ist etwas beschädigt.',
  'day.unknown':
    '{day}: Aufzeichnungen dieses Tages sind beschädigt; wie viele nicht lesbar sind, ist nicht bekannt.',
  'day.readable': '{day}: beschädigt, doch jede Aufzeichnung ist lesbar.',
  'day.lost': {
    one: '{day}: eine Aufzeichnung ist nicht lesbar.',
    other: '{day}: {count} Aufzeichnungen sind nicht lesbar.',
  },
  'day.none': 'Eine Datei des Journals ist beschädigt; von welchem Tag, ist nicht zu erkennen.',
  damaged_todo:
    'Durch diese Prüfung wird nichts verborgen und nichts geht verloren. Alles Lesbare steht in der Datei, und die Box verkauft weiter.',
  head: 'Siegel der letzten Aufzeichnung',
  z: 'Letzter Z: {n}',
  hint: '„Auf den Stick speichern“ schreibt alles Lesbare auf den steckenden Stick: eine ZIP-Datei, die jeder Computer öffnet, unverschlüsselt, mit einer Seite, die sagt, wie man sie ohne uns prüft.',
  'saved.saving': 'Speichert … Stick stecken lassen.',
  'saved.saved': 'Gespeichert als {file}. Sie können den Stick abziehen.',
  'saved.no_stick':
    'Kein Stick gefunden. Nichts wurde gespeichert. USB-Stick (FAT oder exFAT) einstecken und noch einmal.',
  'saved.failed': 'Es ließ sich nicht speichern. Sonst ist nichts passiert. Anderen Stick versuchen.',
  'saved.no_answer':
    'Auf dieser Box speichert es niemand. Ein Techniker kann es: python -m appliance journal export.',
};
