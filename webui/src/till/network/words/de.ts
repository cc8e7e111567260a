import type { Words } from './en';

export const de: Words = {
  title: 'WLAN',
  searching: 'Sucht …',
  again: 'Noch einmal suchen',
  nothing: 'Kein Netz gefunden. Box ein wenig verrücken, dann noch einmal suchen.',
  hidden: 'Ein Netz, das seinen Namen verbirgt',
  bars: '{strength} von 4 Balken',
  'tag.joined': 'verbunden',
  'tag.known': 'bekannt',
  'tag.open': 'offen',
  'joined.to': 'Verbunden mit {ssid}',
  'joined.none': 'Noch nicht verbunden. Verkaufen geht auch ohne.',
  'joined.more': 'Ab jetzt verbindet sich die Box von selbst mit diesem Netz.',
  join: 'Verbinden',
  joining: 'Verbindet mit {ssid} …',
  'joining.more': 'Das dauert bis zu einer Minute. Sie können inzwischen verkaufen.',
  others: 'Andere Netze',
  'secret.title': 'Passwort von {ssid}',
  'secret.least': 'Passwort, mindestens 8 Zeichen',
  'secret.show': 'Zeigen',
  'secret.hide': 'Verbergen',
  'hidden.title': 'Ein Netz, das seinen Namen verbirgt',
  'hidden.name': 'Sein Name, genau wie er geschrieben wird',
  'hidden.password': 'Passwort; leer, wenn es keines hat',
  'none.title': 'Hier gibt es kein WLAN',
  'none.more':
    'Diese Box hat kein WLAN, oder ihr System bietet keinen Weg dorthin. Ein Netzkabel geht sofort, und verkaufen geht ohne beides.',
  'off.title': 'In welchem Land steht diese Box?',
  'off.more': 'Ihr WLAN bleibt aus, bis sie weiß, nach welchen Regeln sie senden darf.',
  country: 'Land dieser Box',
  'country.none': 'noch nicht gewählt',
  'country.more': 'Ihr WLAN sendet nach den Regeln dieses Landes.',
  'outcome.joined': 'Verbunden mit {ssid}',
  'outcome.password':
    'Passwort nicht angenommen. Großbuchstaben und Zeichen prüfen, dann noch einmal versuchen.',
  'outcome.out_of_range': '{ssid} ist außer Reichweite. Box näher stellen, dann noch einmal versuchen.',
  'outcome.no_address':
    '{ssid} hat die Box eingelassen, ihr aber keine Adresse gegeben. Router oder Hotspot des Telefons aus- und einschalten, dann noch einmal versuchen.',
  'outcome.not_allowed':
    'Diese Box darf sich nicht selbst verbinden. Sagen Sie es der Person, die sie betreut.',
  'outcome.radio_off': 'Das WLAN dieser Box ist ausgeschaltet oder wurde abgezogen.',
  'outcome.no_wifi': 'Hier gibt es kein WLAN zum Verbinden. Ein Netzkabel geht sofort.',
  'outcome.slow': '{ssid} hat nicht rechtzeitig geantwortet. Noch einmal versuchen, am besten etwas näher.',
  'outcome.interrupted': 'Das Verbinden mit {ssid} wurde unterbrochen. Noch einmal versuchen.',
  'outcome.failed':
    'Mit {ssid} ließ sich nicht verbinden. Den Router aus- und einschalten, dann noch einmal versuchen.',
  'outcome.no_answer':
    'Der Teil, der das Netz betreut, antwortet nicht; er wird neu gestartet. Verkaufen geht weiter. In einer Minute noch einmal versuchen.',
};
