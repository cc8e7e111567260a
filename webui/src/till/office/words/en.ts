/** English: the language that defines which messages these screens have. */
import type { Message } from '../../../shared/i18n';

export const en = {
  'kept.box': 'Every paid sale is on this box’s card. You can pull the plug at any time.',
  'kept.both': 'Every sale is stored twice: on this box and with the back office.',
  'kept.paid': 'Paid sales so far are safe.',
  'do.safe': 'Nothing to do.',
  'do.catching_up': 'Nothing to do: the rest follows by itself.',
  'do.offline': 'Go on selling. Everything is sent by itself as soon as there is a connection.',
  'do.offline_by_choice': 'Go on selling. Go online again when you want your sales sent.',
  'do.only_on_box': 'There is no second copy yet: connect to a back office to have one.',
  'do.quarantine': 'Go on selling. The owner can read the reason in the back office.',
  'do.fork':
    'Go on selling: receipts have new letters from now on. Let the owner look for a second box with a copy of this card.',
  'do.revoked': 'Go on selling. New sales are sent, and set aside until the owner decides.',
  'do.damage': 'Go on selling. Ask the person who looks after the box to have a look.',
  'do.watchdog_dead': 'Go on selling. If this stays for some minutes, pull the plug and put it back in.',
  'do.unknown_box':
    'Go on selling. Show the owner the new code; then the box is connected again and sends what is missing.',
  'do.full': 'Free some space or put in a larger card; until then write sales on paper.',
  'do.danger': 'Write the next sales on paper and call for help.',
  'do.unknown': 'Go on selling. Ask the person who looks after the box to have a look.',
  'why.no_network': 'No Internet connection.',
  'why.office_down': 'The back office does not answer.',
  'why.refused': 'The back office refused what this box sent.',
  'why.clock': 'The clocks of this box and the back office are far apart.',
  'why.slow': 'The connection is very slow.',
  'why.revoked': 'The owner has disconnected this box.',
  'why.unknown_box': 'The back office no longer knows this box.',
  'row.light': 'Light: {light}',
  'row.uplink': 'Connection',
  'row.waiting': 'Still to be sent',
  'row.acked': 'Last confirmed',
  'row.office': 'Back office',
  'waiting.none': 'nothing',
  'waiting.some': '{receipts} · {records}',
  'waiting.receipts': { one: '{count} receipt', other: '{count} receipts' },
  'waiting.records': { one: '{count} record', other: '{count} records' },
  'acked.never': 'not since the start',
  'uplink.ethernet': 'Cable',
  'uplink.wifi': 'Wi-Fi',
  'uplink.lte': 'Mobile network',
  'uplink.loopback': 'This machine',
  'uplink.unknown': 'none found',
  'first.title': 'First sending',
  'first.progress': '{done} of {total} records are with the back office',
  'now.key': 'Sync now',
  'now.trying': 'Asking the back office …',
  'now.done': 'Done. Everything is with the back office.',
  'now.no_connection': {
    none: 'No Internet connection. Everything is stored safely on this box; new sales will be sent by themselves.',
    one: 'No Internet connection. {count} receipt is stored safely on this box and will be sent by itself.',
    other:
      'No Internet connection. {count} receipts are stored safely on this box and will be sent by themselves.',
  },
  'now.office_down': {
    none: 'The back office does not answer. Everything is stored safely on this box; new sales will be sent by themselves.',
    one: 'The back office does not answer. {count} receipt is stored safely on this box and will be sent by itself.',
    other:
      'The back office does not answer. {count} receipts are stored safely on this box and will be sent by themselves.',
  },
  'now.offline_by_choice': {
    none: 'This box is switched offline. Everything is stored safely on it. Go online again to send new sales.',
    one: 'This box is switched offline. {count} receipt is stored safely on it. Go online again to send it.',
    other:
      'This box is switched offline. {count} receipts are stored safely on it. Go online again to send them.',
  },
  'now.watchdog_silent': {
    none: 'The part that sends does not answer; it is being started again. Everything is stored safely on this box.',
    one: 'The part that sends does not answer; it is being started again. {count} receipt is stored safely on this box.',
    other:
      'The part that sends does not answer; it is being started again. {count} receipts are stored safely on this box.',
  },
  'offline.key': 'Go offline',
  'offline.back': 'Go online again',
  'offline.lead': 'Selling goes on as ever. Nothing is sent or fetched until the box is online again.',
  'offline.switched_back': 'Until I switch back',
  'offline.switched_back_more': 'Only you bring it online again',
  'offline.tonight': 'Until tonight',
  'offline.tonight_more': 'Online by itself with the next business day',
  'connect.title': 'Connect to the back office',
  'connect.show': 'Connecting: show the code',
  'connect.lead': 'Type its address as it stands in the browser. Selling goes on meanwhile.',
  'connect.address': 'Address of the back office',
  'connect.go': 'Connect',
  'connect.how':
    'In the back office choose “Connect a box” and type this code, or scan the picture with a phone.',
  'connect.compare': 'Both screens must show the same:',
  'connect.pending': 'Waiting for the owner. You can sell meanwhile.',
  'connect.asking': 'Asking {office} for a code',
  'connect.asking_more':
    'It is asked again by itself until it answers. All sales are safe on this box; you can sell meanwhile.',
  'connect.denied': 'The owner said no',
  'connect.denied_more':
    'Nothing has changed: all sales are safe on this box. Ask the owner, then try again.',
  'connect.expired': 'The code has grown too old',
  'connect.expired_more': 'Nothing has changed: all sales are safe on this box. Fetch a new code.',
  'connect.again': 'Fetch a new code',
  'connect.cancel': 'Stop connecting',
  'connect.sell': 'Sell meanwhile',
  'connect.done': 'Connected to {merchant}',
  'connect.done_more': 'From now on every sale is sent there by itself.',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
