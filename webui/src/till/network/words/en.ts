/** English: the language that defines which messages these screens have. */
import type { Message } from '../../../shared/i18n';

export const en = {
  title: 'Wi-Fi',
  searching: 'Searching …',
  again: 'Search again',
  nothing: 'No network found. Move the box a little, then search again.',
  hidden: 'A network that hides its name',
  bars: '{strength} of 4 bars',
  'tag.joined': 'joined',
  'tag.known': 'known',
  'tag.open': 'open',
  'joined.to': 'Joined to {ssid}',
  'joined.none': 'Not joined yet. Selling works without, too.',
  'joined.more': 'From now on the box joins this network by itself.',
  join: 'Join',
  joining: 'Joining {ssid} …',
  'joining.more': 'This may take up to a minute. You can sell meanwhile.',
  others: 'Other networks',
  'secret.title': 'Password of {ssid}',
  'secret.least': 'Password, at least 8 characters',
  'secret.show': 'Show',
  'secret.hide': 'Hide',
  'hidden.title': 'A network that hides its name',
  'hidden.name': 'Its name, exactly as it is written',
  'hidden.password': 'Password; empty if it has none',
  'none.title': 'No Wi-Fi here',
  'none.more':
    'This box has no Wi-Fi, or its system gives no way to use it. A network cable works at once, and selling works without either.',
  'off.title': 'In which country is this box?',
  'off.more': 'Its Wi-Fi stays off until it knows by which rules it may send.',
  country: 'Country of this box',
  'country.none': 'not chosen yet',
  'country.more': 'Its Wi-Fi sends by the rules of this country.',
  'outcome.joined': 'Joined to {ssid}',
  'outcome.password': 'Password not accepted. Check capitals and signs, then try again.',
  'outcome.out_of_range': '{ssid} is out of range. Move the box closer, then try again.',
  'outcome.no_address':
    '{ssid} let the box in, but gave it no address. Switch the router or the phone’s hotspot off and on, then try again.',
  'outcome.not_allowed': 'This box may not join networks. Tell the person who looks after it.',
  'outcome.radio_off': 'The Wi-Fi of this box is switched off or was unplugged.',
  'outcome.no_wifi': 'There is no Wi-Fi here to join with. A network cable works at once.',
  'outcome.slow': '{ssid} did not answer in time. Try again, a little closer if you can.',
  'outcome.interrupted': 'Joining {ssid} was interrupted. Try again.',
  'outcome.failed': '{ssid} could not be joined. Switch its router off and on, then try again.',
  'outcome.no_answer':
    'The part that looks after the network does not answer; it is being started again. Selling goes on. Try again in a minute.',
} satisfies Record<string, Message>;

export type Key = keyof typeof en;
export type Words = Readonly<Record<Key, Message>>;
