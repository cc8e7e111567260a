/** German. */
import type { Words } from './en';

export const de: Words = {
  'kept.box': 'Jeder bezahlte Verkauf liegt auf der Karte der Box. Sie dürfen jederzeit den Stecker ziehen.',
  'kept.both': 'Jeder Verkauf liegt doppelt: auf dieser Box und im Backoffice.',
  'kept.paid': 'Die bisher bezahlten Verkäufe sind sicher.',
  'do.safe': 'Es ist nichts zu tun.',
  'do.catching_up': 'Nichts zu tun: Der Rest folgt von selbst.',
  'do.offline': 'Verkaufen Sie weiter. Alles wird von selbst gesendet, sobald es eine Verbindung gibt.',
  'do.offline_by_choice': 'Verkaufen Sie weiter. Gehen Sie wieder online, wenn gesendet werden soll.',
  'do.only_on_box': 'Es gibt noch keine zweite Kopie: Dafür mit einem Backoffice verbinden.',
  'do.quarantine': 'Verkaufen Sie weiter. Der Grund steht im Backoffice.',
  'do.fork':
    'Verkaufen Sie weiter: Belege haben ab jetzt neue Buchstaben. Im Backoffice nachsehen, welche Box eine Kopie dieser Karte hat.',
  'do.revoked':
    'Verkaufen Sie weiter. Neue Verkäufe werden gesendet und beiseitegelegt, bis im Backoffice entschieden ist.',
  'do.damage': 'Verkaufen Sie weiter. Bitten Sie die Person, die die Box betreut, einmal nachzusehen.',
  'do.watchdog_dead':
    'Verkaufen Sie weiter. Bleibt es einige Minuten so: Stecker ziehen und wieder einstecken.',
  'do.unknown_box':
    'Verkaufen Sie weiter. Zeigen Sie dem Inhaber den neuen Code; dann ist die Box wieder verbunden und sendet, was fehlt.',
  'do.full':
    'Schaffen Sie Platz oder setzen Sie eine größere Karte ein; bis dahin bitte auf Papier schreiben.',
  'do.danger': 'Schreiben Sie die nächsten Verkäufe auf Papier und holen Sie Hilfe.',
  'do.unknown': 'Verkaufen Sie weiter. Bitten Sie die Person, die die Box betreut, einmal nachzusehen.',
  'why.no_network': 'Keine Internetverbindung.',
  'why.office_down': 'Das Backoffice antwortet nicht.',
  'why.refused': 'Das Backoffice hat abgelehnt, was diese Box sendet.',
  'why.clock': 'Die Uhren von Box und Backoffice gehen weit auseinander.',
  'why.slow': 'Die Verbindung ist sehr langsam.',
  'why.revoked': 'Diese Box wurde vom Backoffice getrennt.',
  'why.unknown_box': 'Das Backoffice kennt diese Box nicht mehr.',
  'row.light': 'Licht: {light}',
  'row.uplink': 'Verbindung',
  'row.waiting': 'Noch zu senden',
  'row.acked': 'Zuletzt bestätigt',
  'row.stick': 'USB-Stick',
  'stick.none': 'keiner',
  'stick.only': 'nur auf dieser Karte',
  'stick.copying': 'kopiert, noch {count} Einträge',
  'stick.safe': 'alles liegt auch darauf',
  'stick.full': 'voll: bitte einen anderen einstecken',
  'stick.read_only': 'schreibgeschützt: nichts wird kopiert',
  'stick.failed': 'nicht brauchbar: bitte einen anderen',
  'do.stick_safe': 'Nichts zu tun: Eine zweite Kopie liegt auf dem USB-Stick.',
  'stick.lead': 'Ein Stick in der Box hat immer eine zweite Kopie, verschlüsselt. Er darf jederzeit heraus.',
  'stick.code': 'Wiederherstellungscode',
  'stick.code_more':
    'Wer diesen Code hat, kann die Sticks dieser Box lesen. Schreiben Sie ihn auf und verwahren Sie ihn getrennt vom Stick.',
  'leave.key': 'Backoffice verlassen',
  'leave.lead':
    'Diese Box verkauft allein weiter. Alle Verkäufe bleiben auf ihr, gesendet wird nichts mehr. Dasselbe Backoffice nimmt sie jederzeit wieder auf.',
  'leave.ready': 'Das Backoffice hat alles.',
  'leave.waiting': {
    one: 'Noch nicht: {count} Eintrag ist nur hier.',
    other: 'Noch nicht: {count} Einträge sind nur hier.',
  },
  'leave.how':
    'Erst senden, oder auf dem USB-Stick überbringen: Das Backoffice liest ihn mit dem Wiederherstellungscode.',
  'leave.no_stick': 'Für den zweiten Weg einen Stick einstecken und warten, bis alles darauf ist.',
  'leave.by_stick': 'Aufgeschrieben: mit dem Stick verlassen',
  'waiting.none': 'nichts',
  'waiting.some': '{receipts} · {records}',
  'waiting.receipts': { one: '{count} Beleg', other: '{count} Belege' },
  'waiting.records': { one: '{count} Eintrag', other: '{count} Einträge' },
  'acked.never': 'noch nicht seit dem Start',
  'uplink.ethernet': 'Kabel',
  'uplink.wifi': 'WLAN',
  'uplink.lte': 'Mobilfunk',
  'uplink.loopback': 'Dieser Rechner',
  'uplink.unknown': 'keine gefunden',
  'first.title': 'Erste Übertragung',
  'first.progress': '{done} von {total} Einträgen sind im Backoffice',
  'now.key': 'Jetzt senden',
  'now.trying': 'Das Backoffice wird gefragt …',
  'now.done': 'Fertig. Alles ist im Backoffice.',
  'now.no_connection': {
    none: 'Keine Internetverbindung. Alles ist sicher auf dieser Box; neue Verkäufe werden von selbst gesendet.',
    one: 'Keine Internetverbindung. {count} Beleg ist sicher auf dieser Box und wird von selbst gesendet.',
    other:
      'Keine Internetverbindung. {count} Belege sind sicher auf dieser Box und werden von selbst gesendet.',
  },
  'now.office_down': {
    none: 'Das Backoffice antwortet nicht. Alles ist sicher auf dieser Box; neue Verkäufe werden von selbst gesendet.',
    one: 'Das Backoffice antwortet nicht. {count} Beleg ist sicher auf dieser Box und wird von selbst gesendet.',
    other:
      'Das Backoffice antwortet nicht. {count} Belege sind sicher auf dieser Box und werden von selbst gesendet.',
  },
  'now.offline_by_choice': {
    none: 'Diese Box ist offline geschaltet. Alles ist sicher darauf. Zum Senden wieder online gehen.',
    one: 'Diese Box ist offline geschaltet. {count} Beleg ist sicher darauf. Zum Senden wieder online gehen.',
    other:
      'Diese Box ist offline geschaltet. {count} Belege sind sicher darauf. Zum Senden wieder online gehen.',
  },
  'now.watchdog_silent': {
    none: 'Das Sendeprogramm antwortet nicht und wird neu gestartet. Alles ist sicher auf dieser Box.',
    one: 'Das Sendeprogramm antwortet nicht und wird neu gestartet. {count} Beleg ist sicher auf dieser Box.',
    other:
      'Das Sendeprogramm antwortet nicht und wird neu gestartet. {count} Belege sind sicher auf dieser Box.',
  },
  'offline.key': 'Offline gehen',
  'offline.back': 'Wieder online gehen',
  'offline.lead':
    'Der Verkauf geht weiter wie immer. Bis die Box wieder online ist, wird nichts gesendet oder geholt.',
  'offline.switched_back': 'Bis ich zurückschalte',
  'offline.switched_back_more': 'Nur Sie bringen die Box wieder online',
  'offline.tonight': 'Bis heute Abend',
  'offline.tonight_more': 'Mit dem nächsten Geschäftstag von selbst online',
  'connect.title': 'Mit dem Backoffice verbinden',
  'connect.show': 'Verbindung läuft: Code zeigen',
  'connect.lead': 'Tippen Sie die Adresse ein, wie sie im Browser steht. Der Verkauf geht weiter.',
  'connect.address': 'Adresse des Backoffice',
  'connect.go': 'Verbinden',
  'connect.how':
    'Im Backoffice „Box verbinden“ wählen und diesen Code eintippen, oder das Bild mit einem Telefon scannen.',
  'connect.compare': 'Beide Bildschirme müssen dasselbe zeigen:',
  'connect.pending': 'Wartet auf die Freigabe. Sie können solange verkaufen.',
  'connect.asking': 'Ein Code wird bei {office} geholt',
  'connect.asking_more':
    'Es wird von selbst weiter gefragt, bis eine Antwort kommt. Alle Verkäufe sind sicher auf dieser Box; Sie können solange verkaufen.',
  'connect.denied': 'Die Freigabe wurde abgelehnt',
  'connect.denied_more':
    'Nichts hat sich geändert: Alle Verkäufe sind sicher auf dieser Box. Fragen Sie nach, dann versuchen Sie es noch einmal.',
  'connect.expired': 'Der Code ist zu alt',
  'connect.expired_more':
    'Nichts hat sich geändert: Alle Verkäufe sind sicher auf dieser Box. Holen Sie einen neuen Code.',
  'connect.again': 'Neuen Code holen',
  'connect.cancel': 'Nicht verbinden',
  'connect.sell': 'Solange verkaufen',
  'connect.done': 'Verbunden mit {merchant}',
  'connect.done_more': 'Ab jetzt geht jeder Verkauf von selbst dorthin.',
};
