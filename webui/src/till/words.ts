/** The words and amounts of the screen in the vendor's language now. */
import { formatRoom, type Message, type Params, speak } from '../shared/i18n';
import { type MoneyPart, money, moneyParts, note, weight } from '../shared/money';
import type { WordKey } from '../shared/words';
import type { Lamp, Notice, Refusal, Status } from './api/shapes';
import { clockAhead, currency, language, offsetMin, spoken as tongue } from './state';

/** Before the first words are here there is nothing to say: the app draws nothing that speaks until then. */
export function say(key: WordKey, params?: Params): string {
  return sayForeign(key, params) ?? '';
}

/** A key that came over the wire: `null` when this screen has no words for it. */
function sayForeign(key: string, params?: Params): string | null {
  const now = tongue.value;
  const message = (now?.words as Partial<Record<string, Message>> | undefined)?.[key];
  return now && message !== undefined ? speak(now.language, message, params) : null;
}

/** Grams are told in kilograms wherever they come from. */
function spoken(params: Refusal['params']): Params {
  const told = Object.entries(params).map(([name, value]) => [
    name,
    name.endsWith('_g') && typeof value === 'number' ? weight(value, language.value) : value,
  ]);
  return Object.fromEntries(told);
}

export const sayRefusal = (no: Refusal): string =>
  sayForeign(`error.${no.code}`, spoken(no.params)) ?? say('error.bad_request');
/** A notice this screen has no words for is better not shown than shown as a code. */
export const sayNotice = (now: Notice): string | null => sayForeign(now.key, spoken(now.params));
export const sayStatus = (now: Status): string => sayForeign(now.key, now.params) ?? say('status.unknown');
/** One or two words for a phone: of this very state where there are any, of its level otherwise. */
export const sayStatusShort = (now: Status): string =>
  sayForeign(now.key.replace('status.', 'status.short.'), {}) ?? say(`status.short.${now.level}`);
export const sayLamp = (now: Lamp): string => `${say(`lamp.${now.colour}`)}, ${say(`lamp.${now.word}`)}`;

export const sayMoney = (minor: number): string => money(minor, currency.value, language.value);
export const sayNote = (minor: number): string => note(minor, currency.value, language.value);
export const partsOf = (minor: number): MoneyPart[] => moneyParts(minor, currency.value, language.value);
export const sayWeight = (grams: number): string => weight(grams, language.value);
export const sayPrice = (minor: number, unit: 'piece' | 'kg'): string =>
  unit === 'kg' ? say('sell.per_kg', { amount: sayMoney(minor) }) : sayMoney(minor);

/** Basis points as a percentage: 1250 is `12,5 %`. */
export const sayPercent = (bp: number): string =>
  new Intl.NumberFormat(language.value, { style: 'percent', maximumFractionDigits: 2 }).format(bp / 10_000);

/** A market writes the day first; the figures of `en` are the same in both. */
const formatsOf = (): string => (language.value === 'en' ? 'en-GB' : language.value);
const clocks = new Map<string, Intl.DateTimeFormat>(); // making one takes longer than drawing a list

/** A moment on the stall's own clock: shifted by its offset and read as UTC, whatever this screen's zone. */
function local(shape: Intl.DateTimeFormatOptions, ms: number, offset: number): string {
  const name = `${language.value} ${Object.keys(shape)}`;
  let format = clocks.get(name);
  if (!format) {
    format = new Intl.DateTimeFormat(formatsOf(), { ...shape, hourCycle: 'h23', timeZone: 'UTC' });
    clocks.set(name, format);
  }
  return format.format(ms + offset * 60_000);
}

export const sayClock = (): string =>
  local({ hour: '2-digit', minute: '2-digit' }, Date.now() + clockAhead.peek(), offsetMin.value);

/** A past moment as the receipt shows it: box time, with the offset it was stored with. */
export const sayMoment = (utc: string, offset: number): string =>
  local({ day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit' }, Date.parse(utc), offset);

/** `2026-11-22` as the vendor writes a day. */
export const sayDay = (day: string): string =>
  new Intl.DateTimeFormat(formatsOf(), { dateStyle: 'full', timeZone: 'UTC' }).format(
    Date.parse(`${day}T00:00:00Z`),
  );
export const sayRoom = (megabytes: number): string => formatRoom(language.value, megabytes);
export const sayNumber = (count: number): string => new Intl.NumberFormat(language.value).format(count);

/** Two letters are a country; `generic`, the rules that are no country's, has words of its own. */
export function sayCountry(code: string): string {
  if (code === 'generic') return say('about.no_country');
  const isRegion = /^[a-z]{2}$/i.test(code);
  const names = new Intl.DisplayNames(language.value, { type: 'region' });
  return (isRegion && names.of(code.toUpperCase())) || code;
}
