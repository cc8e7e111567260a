/** Deutsch. */
import type { Words } from './en';

export const de: Words = {
  'app.connecting': 'Die Kasse macht sich bereit …',
  'app.restarting': 'Die Kasse startet neu. Ihr Bon ist sicher.',
  'app.saving': 'Wird gespeichert …',
  'app.back': 'Zurück',
  'app.close': 'Schließen',
  'app.done': 'Fertig',
  'app.menu': 'Menü',

  'paired.title': 'Dieser Bildschirm kennt die Kasse noch nicht',
  'paired.todo':
    'Öffnen Sie die Adresse, die die Box beim Start ausgegeben hat. Sie endet mit einem langen Schlüssel.',
  'paired.safe': 'Nichts ist verloren: Alle Verkäufe liegen auf der Box.',

  'sell.search': 'Suchen',
  'sell.search_hint': 'Name oder Strichcode',
  'sell.nothing_found': 'Nichts gefunden zu „{query}“.',
  'sell.nothing_here': 'In dieser Gruppe ist noch nichts.',
  'sell.empty': 'Tippen Sie an, was gekauft wird.',
  'sell.last_sale': 'Letzter Verkauf {number}',
  'sell.total': 'Summe',
  'sell.items': '{count} Artikel',
  'sell.undo': 'Rückgängig',
  'sell.exact': 'Passend',
  'sell.change_short': 'zurück {amount}',
  'sell.quick_hint': 'Hier stehen gleich die passenden Scheine.',
  'sell.pay': 'Bezahlen',
  'sell.show_lines': 'Bon zeigen',
  'sell.hide_lines': 'Zu den Artikeln',
  'sell.per_kg': '{amount}/kg',

  'line.quantity': 'Menge',
  'line.weight': 'Gewicht',
  'line.remove': 'Entfernen',
  'line.less': 'Eins weniger',
  'line.more': 'Eins mehr',
  'line.set': 'Auf {amount} setzen',
  'pad.delete': 'Ziffer löschen',

  'scale.take': '{weight} nehmen',
  'scale.stable': 'stabil',
  'scale.moving': 'bewegt sich …',
  'scale.none': 'Keine Waage. Gewicht in Gramm eintippen.',
  'scale.error': 'Die Waage antwortet nicht. Gewicht in Gramm eintippen.',
  'scale.empty': 'Auf die Waage legen oder Gramm eintippen.',
  'scale.add': '{weight} hinzufügen',
  'scale.add_empty': 'Hinzufügen',

  'pay.due': 'Zu zahlen',
  'pay.cash': 'Bar',
  'pay.exact': 'Passend {amount}',
  'pay.given': '{amount} gegeben',
  'pay.change': 'zurück {amount}',
  'pay.missing': 'es fehlen {amount}',
  'pay.amount_given': 'Bar gegeben',
  'pay.suggestions': 'Ein Tipp bezahlt',

  'change.title': 'Rückgeld',
  'change.none': 'Passend bezahlt',
  'change.given': '{given} gegeben für {total}',
  'change.next': 'Weiter mit dem nächsten Tipp',
  'change.print': 'Noch einmal drucken',
  'change.show': 'Beleg zeigen',

  'receipts.title': 'Belege',
  'receipts.empty': 'Noch kein Verkauf. Der erste Beleg erscheint hier.',
  'receipts.more': 'Ältere Belege',
  'receipts.on_box': 'auf dieser Box',
  'receipts.safe': 'sicher im Backoffice',
  'receipts.print': 'Kopie drucken',
  'receipts.sent': 'Die Kopie ist auf dem Weg zum Drucker.',
  'receipts.choose': 'Tippen Sie einen Beleg an, um ihn zu sehen.',
  'print.none': 'nicht gedruckt',
  'print.queued': 'wartet auf den Drucker',
  'print.sending': 'wird gedruckt',
  'print.sent': 'an den Drucker gesendet',
  'print.confirmed': 'gedruckt',
  'print.held': 'zurückgehalten',
  'print.unconfirmed': 'Druck ungewiss',
  'print.failed': 'nicht druckbar',
  'print.answered': 'von Hand beantwortet',

  'printer.ready': 'Drucker bereit',
  'printer.printing': 'Druckt',
  'printer.paper_out': 'Das Papier ist alle. Der Verkauf geht weiter; gedruckt wird, sobald Papier da ist.',
  'printer.cover_open': 'Die Druckerklappe ist offen. Der Verkauf geht weiter; zum Drucken schließen.',
  'printer.offline': 'Der Drucker antwortet nicht. Der Verkauf geht weiter; bitte Kabel und Schalter prüfen.',
  'printer.unknown': 'Der Drucker meldet seinen Zustand nicht. Der Verkauf geht weiter.',
  'printer.none': 'Kein Drucker',
  'printer.paper_low': 'Das Papier geht zu Ende.',
  'printer.queued': { one: '{count} Beleg wartet', other: '{count} Belege warten' },
  'printer.question': 'Wurde Beleg {number} gedruckt?',
  'printer.question_why': 'Der Drucker wurde unterbrochen. Der Verkauf selbst ist sicher.',
  'printer.yes': 'Ja, ich habe ihn',
  'printer.no': 'Nein, noch einmal drucken',

  'menu.receipts': 'Belege',
  'menu.language': 'Sprache',
  'menu.quick_print': 'Jeden Beleg drucken',
  'menu.left_hand': 'Linkshändig',
  'menu.day': 'Tag',
  'menu.sun': 'Sonne',
  'menu.night': 'Nacht',
  'menu.wifi': 'WLAN',
  'menu.devices': 'Geräte',
  'menu.care': 'Box prüfen',
  'menu.about': 'Über diese Box',

  'about.version': 'Version',
  'about.country': 'Land',
  'about.no_country': 'Kein bestimmtes Land',
  'about.network': 'Name und Adresse im Netz',
  'about.no_network': 'in keinem Netz',
  'about.series': 'Belegserie',
  'about.facts': 'Einträge im Journal',
  'about.head': 'Letztes Siegel',
  'about.free': 'Frei auf der Karte',
  'about.started': 'Läuft seit',
  'about.licence': 'Lizenz',
  'about.simulated': 'Demo: Drucker, Waage und Schublade sind simuliert.',

  'status.title': 'Ist mein Geld sicher?',
  'status.only_on_box': {
    one: 'Nur auf dieser Box · {count} Beleg sicher gespeichert',
    other: 'Nur auf dieser Box · {count} Belege sicher gespeichert',
  },
  'status.safe': 'Alles sicher im Backoffice',
  'status.catching_up': {
    none: 'Die letzten Einträge sind unterwegs zum Backoffice',
    one: '{count} Beleg unterwegs zum Backoffice',
    other: '{count} Belege unterwegs zum Backoffice',
  },
  'status.offline': {
    none: 'Offline · alles sicher gespeichert',
    one: 'Offline · {count} Beleg sicher gespeichert',
    other: 'Offline · {count} Belege sicher gespeichert',
  },
  'status.offline_by_choice': {
    none: 'Offline geschaltet · alles sicher gespeichert',
    one: 'Offline geschaltet · {count} Beleg sicher gespeichert',
    other: 'Offline geschaltet · {count} Belege sicher gespeichert',
  },
  'status.quarantine': {
    one: 'Verkauf ist sicher · {count} Eintrag beiseitegelegt',
    other: 'Verkauf ist sicher · {count} Einträge beiseitegelegt',
  },
  'status.fork': 'Verkauf ist sicher · es gibt eine zweite Box mit diesem Schlüssel',
  'status.revoked': 'Verkauf ist sicher · diese Box wurde vom Backoffice getrennt',
  'status.watchdog_dead': 'Verkauf ist sicher · gerade wird nichts ans Backoffice gesendet',
  'status.unknown_box': 'Verkauf ist sicher · das Backoffice kennt diese Box nicht mehr',
  'status.box_only': 'Alles sicher auf dieser Box gespeichert',
  'status.full': 'Verkäufe nicht speicherbar: Die Karte ist voll',
  'status.failed': 'Verkäufe nicht speicherbar: Die Karte ist defekt',
  'status.read_only': 'Verkäufe nicht speicherbar: Karte nur lesbar',
  'status.cannot_save': 'Verkäufe gerade nicht speicherbar',
  'status.damage': 'Verkauf ist sicher · ein älterer Eintrag ist beschädigt, bitte nachsehen lassen',
  'status.short.safe': 'Gesichert',
  'status.short.waiting': 'Bitte nachsehen',
  'status.short.danger': 'Speichert nicht',
  'status.short.offline': 'Offline',
  'status.short.offline_by_choice': 'Offline',
  'status.short.catching_up': 'Sendet',
  'lamp.green': 'grün',
  'lamp.amber': 'gelb',
  'lamp.red': 'rot',
  'lamp.steady': 'ruhig',
  'lamp.slow_pulse': 'langsames Pulsieren',
  'lamp.double_blink': 'Doppelblinken',
  'lamp.wink': 'kurzes Zwinkern',
  'status.unknown': 'Die Box kann es gerade nicht sagen',
  'status.printer': 'Drucker',
  'status.scale': 'Waage',
  'status.day': 'Geschäftstag',

  'error.unknown_item':
    'Diesen Artikel gibt es nicht mehr. Der Bon ist unverändert. Wählen Sie einen anderen.',
  'error.quantity_out_of_range': 'Diese Menge passt nicht. Nichts wurde geändert. Möglich sind 1 bis 9.999.',
  'error.weight_required':
    'Dieser Artikel braucht ein Gewicht. Nichts wurde hinzugefügt. Wiegen oder Gramm eintippen.',
  'error.weight_not_allowed':
    'Dieser Artikel wird pro Stück verkauft. Nichts wurde geändert. Geben Sie eine Stückzahl ein.',
  'error.quantity_not_allowed':
    'Dieser Artikel wird nach Gewicht verkauft. Nichts wurde geändert. Wiegen oder Gramm eintippen.',
  'error.weight_out_of_range':
    'Dieses Gewicht passt nicht. Nichts wurde geändert. Möglich sind 1 g bis 999 kg.',
  'error.line_unknown': 'Diese Zeile ist schon weg. Der übrige Bon ist unverändert.',
  'error.line_follows_parent':
    'Dieses Pfand gehört zu seiner Flasche. Nichts wurde geändert. Ändern oder entfernen Sie die Flasche.',
  'error.ticket_empty': 'Der Bon ist leer. Tippen Sie an, was gekauft wird, dann bezahlen.',
  'error.too_many_lines':
    'Mehr Zeilen passen nicht auf den Bon. Alle bisherigen sind sicher. Bitte bezahlen lassen und einen neuen beginnen.',
  'error.total_out_of_range':
    'So eine große Summe kann die Kasse nicht zählen. Nichts wurde geändert. Bitte auf zwei Bons verteilen.',
  'error.nothing_to_undo': 'Es gibt nichts mehr rückgängig zu machen. Der Bon ist unverändert.',
  'error.given_too_small': 'Das ist weniger als die Summe. Nichts wurde verkauft. Bitte das Bargeld prüfen.',
  'error.given_out_of_range': 'Dieser Betrag passt nicht. Nichts wurde verkauft. Bitte das Bargeld prüfen.',
  'error.total_changed':
    'Der Bon hat sich inzwischen geändert. Nichts wurde verkauft. Neue Summe ansehen und noch einmal bezahlen.',
  'error.unknown_gtin':
    'Kein Artikel hat diesen Strichcode. Der Bon ist unverändert. Suchen Sie ihn nach Namen.',
  'error.store_busy':
    'Die Karte ist langsam; ob dies gespeichert ist, steht noch nicht fest. Frühere Verkäufe sind sicher. Bitte erst in den Belegen nachsehen, dann noch einmal tippen.',
  'error.store_full':
    'Die Karte ist voll. Dies wurde nicht gespeichert; frühere Verkäufe sind sicher. Bitte Platz schaffen.',
  'error.store_failed':
    'Die Karte hat dies nicht gespeichert; frühere Verkäufe sind sicher. Bitte auf Papier notieren und die Box neu starten.',
  'error.store_read_only':
    'Die Karte ist nur lesbar. Frühere Verkäufe sind sicher. Neue bitte auf Papier notieren und Hilfe holen.',
  'error.bad_request':
    'Die Kasse hat das nicht verstanden. Nichts wurde geändert. Versuchen Sie es auf anderem Weg.',
  'error.not_paired':
    'Dieser Bildschirm kennt die Kasse noch nicht. Öffnen Sie die Adresse, die die Box ausgegeben hat.',
  'error.unknown_receipt': 'Kein Beleg hat diese Nummer. Wählen Sie einen aus der Liste.',
  'error.unknown_print_job': 'Dieser Druckauftrag ist schon erledigt. Es ist nichts zu tun.',
  'error.print_job_not_asked': 'Diese Frage ist schon beantwortet. Es ist nichts zu tun.',
  'error.too_many_screens':
    'Zu viele Bildschirme nutzen diese Kasse. Sie können hier verkaufen; schließen Sie woanders einen.',
  'error.idempotency_mismatch':
    'Bei der Kasse kamen zwei Wünsche in einem an. Nichts wurde doppelt gezählt. Bon ansehen und noch einmal tippen.',
  'error.foreign_page':
    'Diese Seite gehört nicht zur Kasse. Nichts wurde geändert. Öffnen Sie die Adresse, die die Box ausgegeben hat.',
  'error.wrong_host':
    'Unter dieser Adresse ist die Box nicht bekannt. Öffnen Sie die Adresse, die die Box ausgegeben hat.',
  'error.not_enrolled':
    'Diese Box ist mit keinem Backoffice verbunden. Alle Verkäufe sind sicher auf der Box. Bitte erst verbinden.',
  'error.already_enrolled': 'Diese Box ist schon mit einem Backoffice verbunden. Nichts wurde geändert.',
  'error.unknown_device':
    'Dieses Gerät ist nicht mehr eingesteckt. Nichts wurde geändert. Bitte das Kabel prüfen.',
  'error.no_printer': 'Es gibt keinen Drucker. Nichts wurde gedruckt. Bitte einen einstecken.',
  'error.device_role': 'Das kann dieses Gerät nicht sein. Nichts wurde geändert. Bitte etwas anderes wählen.',
  'notice.device_asks': 'Etwas Neues ist eingesteckt. Menü → Geräte fragt, was es ist.',
  'notice.people_damaged':
    'Die Datei mit Schlüsseln und PIN war beschädigt. Verkäufe sind sicher, es geht weiter. Menü → Box prüfen sagt, was zu tun ist.',
  'notice.card_refused':
    'Aus der Datei auf der Karte nicht übernommen: {keys}. Warum, steht daneben in tillbox-report.txt.',
  'error.wifi_name': 'Das kann kein Name eines Netzes sein: Er hat 1 bis 32 Zeichen.',
  'error.wifi_password': 'Das kann das Passwort nicht sein: Es hat 8 bis 63 Zeichen.',
  'error.wifi_country': 'Das ist kein Land.',
  'error.bad_office_url':
    'Das ist keine Adresse eines Backoffice. Nichts wurde geändert. Tippen Sie https:// und seinen Namen.',
  'error.internal':
    'In der Box ist etwas schiefgegangen. Nichts wurde verkauft; der Bon ist sicher. Bitte noch einmal tippen.',
};
