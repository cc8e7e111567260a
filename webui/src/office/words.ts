/** The words, amounts and moments of the back office in the owner's language now. */
import { formatRoom, type Message, type Params, speak } from '../shared/i18n';
import { type MoneyPart, money, moneyParts, weight } from '../shared/money';
import type { AsideEntry, Light, Need, Stall } from './api/shapes';
import { currency, language, spoken, today, zone } from './state';
import type { WordKey } from './words/index';

/** Before the first words are here there is nothing to say: the app draws nothing that speaks until then. */
export function say(key: WordKey, params?: Params): string {
  return sayForeign(key, params) ?? '';
}

/** A key that came over the wire: `null` when this page has no words for it. */
function sayForeign(key: string, params: Params = {}): string | null {
  const now = spoken.value;
  const message = (now?.words as Partial<Record<string, Message>> | undefined)?.[key];
  return now && message !== undefined ? speak(now.language, message, params) : null;
}

export const sayTrouble = (code: string, params: Params = {}): string =>
  sayForeign(`error.${code}`, params) ?? say('error.bad_request');

/** Why goods were thrown away; a newer box may have reasons this page has no words for. */
/** How something was paid; kinds this page does not know are only "paid". */
export const sayTender = (kind: string): string => sayForeign(`sale.${kind}`) ?? say('sale.paid');
export const sayStockReason = (reason: string): string => sayForeign(`stock.reason.${reason}`) ?? reason;

/** A field of an item or a category by its name for people. */
export const sayConflictField = (field: string): string => sayForeign(`conflict.field.${field}`) ?? field;

export const sayMoney = (minor: number): string => money(minor, currency.value, language.value);
export const partsOf = (minor: number): MoneyPart[] => moneyParts(minor, currency.value, language.value);
export const sayWeight = (grams: number): string => weight(grams, language.value);
export const sayRoom = (megabytes: number): string => formatRoom(language.value, megabytes);
export const sayNumber = (count: number): string => new Intl.NumberFormat(language.value).format(count);

/** `700` -> `7 %`: basis points as a rate. */
export const sayRate = (bp: number): string =>
  new Intl.NumberFormat(language.value, { style: 'percent', maximumFractionDigits: 2 }).format(bp / 10_000);

/** How much more or less than before, in whole percent; by the sum of the two sides no amount is lost in it. */
export const sayPercent = (now: number, before: number): string =>
  new Intl.NumberFormat(language.value, { style: 'percent', maximumFractionDigits: 0 }).format(
    Math.abs(now - before) / before,
  );

const formats = new Map<string, Intl.DateTimeFormat>(); // making one takes longer than drawing a list

function format(shape: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${language.value} ${JSON.stringify(shape)}`;
  const known = formats.get(name);
  if (known) return known;
  // A market writes the day first; the figures of `en` are the same in both.
  const made = new Intl.DateTimeFormat(language.value === 'en' ? 'en-GB' : language.value, shape);
  formats.set(name, made);
  return made;
}

const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** A moment on the stall's own clock: shifted by the offset it was stored with, whatever this browser's zone. */
const local = (shape: Intl.DateTimeFormatOptions, utc: string, offsetMin: number): string =>
  format({ ...shape, timeZone: 'UTC' }).format(Date.parse(utc) + offsetMin * 60_000);

export const sayTime = (utc: string, offsetMin: number): string => local(TIME, utc, offsetMin);
export const sayMoment = (utc: string, offsetMin: number): string =>
  local({ day: 'numeric', month: 'long', ...TIME }, utc, offsetMin);
export const sayExactMoment = (utc: string, offsetMin: number): string =>
  local({ day: 'numeric', month: 'long', year: 'numeric', ...TIME, second: '2-digit' }, utc, offsetMin);

/** A moment in the merchant's zone: the time alone on the back office's today, with its date on another day. */
export function sayHeard(utc: string): string {
  const now = today.value?.clock_utc;
  return sayInZone(utc, now === undefined ? Date.now() : Date.parse(now));
}

/** A moment by this browser's own clock. */
export const sayInstant = (ms: number): string => sayInZone(new Date(ms).toISOString(), Date.now());

function sayInZone(utc: string, now: number): string {
  const day = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: zone.value } as const;
  const isToday = format(day).format(Date.parse(utc)) === format(day).format(now);
  const shape = isToday ? TIME : ({ day: 'numeric', month: 'short', ...TIME } as const);
  return format({ ...shape, timeZone: zone.value }).format(Date.parse(utc));
}

export const sayDate = (utc: string): string =>
  format({ day: 'numeric', month: 'long', year: 'numeric', timeZone: zone.value }).format(Date.parse(utc));

const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** `2026-11-22` as the owner writes a day: `Sunday, 22 November`. */
export const sayDay = (day: string): string => {
  const text = format({ weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(noon(day));
  return text.charAt(0).toLocaleUpperCase(language.value) + text.slice(1);
};
export const sayWeekday = (day: string): string =>
  format({ weekday: 'long', timeZone: 'UTC' }).format(noon(day));

/** `9` -> `09`, as the axis of the day has it. */
export const sayHour = (hour: number): string => String(hour).padStart(2, '0');

/** Reason in words; where the back office is older than the box, what colour and rhythm alone mean. */
export function sayLight({ colour, rhythm, reason }: Light): string {
  const known = sayForeign(reason);
  if (known !== null) return known;
  if (colour === 'red') return say('light.cannot_save');
  if (colour === 'dark') return say('light.dark');
  if (colour === 'green') return say(rhythm === 'wink' ? 'light.only_on_box' : 'light.safe');
  if (rhythm === 'double_blink') return say('light.person');
  return say(rhythm === 'slow_pulse' ? 'light.offline' : 'light.catching_up');
}

export const sayRhythm = (light: Light): string => {
  const rhythm = sayForeign(`rhythm.${light.rhythm}`);
  const colour = say(`colour.${light.colour}`);
  return rhythm === null ? colour : `${colour}, ${rhythm}`;
};

/** What can be known of a silent stall: what its last report said, and when. */
export function saySilence(stall: Stall): string {
  if (stall.state === 'never' || stall.heard_utc === null) return say('stall.never');
  const time = sayHeard(stall.heard_utc);
  const heard =
    (stall.waiting_sales ?? 0) > 0
      ? say('stall.heard_waiting', { time, count: stall.waiting_sales ?? 0 })
      : say('stall.heard', { time });
  return `${heard} ${say('stall.later_unknown')}`;
}

export function sayNeed(need: Need): string {
  const { params } = need;
  const heard = params.heard_utc ?? params.since_utc;
  return (
    sayForeign(`need.${need.kind}`, {
      count: Number(params.count ?? 1),
      stall: String(params.stall ?? params.name ?? params.box_id ?? '–'),
      time: typeof heard === 'string' ? sayHeard(heard) : '–',
    }) ?? say('need.other')
  );
}

export const sayUplink = (uplink: string | null): string =>
  uplink === null ? '–' : (sayForeign(`uplink.${uplink}`) ?? uplink);

export function sayReason(reason: string): { what: string; todo: string } {
  const short = reason.replace(/^.*\./, '');
  return {
    what: sayForeign(`reason.${short}`) ?? say('reason.other'),
    todo: sayForeign(`reason.${short}_do`) ?? say('reason.other_do'),
  };
}

const AMOUNTS = new Set(['sums_differ']);

/** What was found in a record that was set aside, and what would have fitted; null where the reason says it all. */
export function sayFound({ reason, params }: AsideEntry): string | null {
  const value = (name: string): string => {
    const given = params[name] ?? '';
    return AMOUNTS.has(reason) && typeof given === 'number' ? sayMoney(given) : String(given);
  };
  const field = String(params.field ?? '');
  const place = (field && sayForeign(`field.${field}`)) || field;
  if (params.expected !== undefined) {
    const both = say('aside.found_expected', { found: value('found'), expected: value('expected') });
    return place ? `${place}: ${both}` : both;
  }
  if (params.found !== undefined) return say('aside.found', { found: value('found') });
  return place ? say('aside.field', { field: place }) : null;
}

export function sayCountry(code: string): string {
  if (code === 'generic') return say('door.other_country');
  return new Intl.DisplayNames(language.value, { type: 'region' }).of(code.toUpperCase()) ?? code;
}
