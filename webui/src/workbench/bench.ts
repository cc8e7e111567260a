/** What the page knows of the simulator, kept fresh by its event stream, and the calls that move objects. */
import { computed, signal } from '@preact/signals';
import { asLanguage, type Params, speak } from '../shared/i18n';
import { isKey, type Key, words } from './words';

export type { Key };

export const FAULTS = ['paper_out', 'paper_low', 'cover_open', 'offline', 'slow'] as const;
export type Fault = (typeof FAULTS)[number];
export const GADGETS = ['printer', 'scanner', 'serial', 'stick'] as const;
export type Gadget = (typeof GADGETS)[number];

export interface Run {
  text: string;
  bold: boolean;
  w: number;
  h: number;
  underline?: boolean;
  inverse?: boolean;
  small?: boolean;
}
export type Align = 'left' | 'centre' | 'right';
export type Row =
  | { kind: 'text'; align: Align; runs: Run[] }
  | { kind: 'image'; align: Align; src: string; width_dots: number; height_dots: number }
  | { kind: 'qr'; align: Align; data: string; module_dots: number; modules: string[] }
  | { kind: 'feed'; dots: number };
export interface Piece {
  number: number;
  is_cut: boolean;
  rows: Row[];
}
export interface Entry {
  number: number;
  at_utc: string;
  key: string;
  params: Record<string, string | number>;
}
/** The levels of the lamp's two pins, and its last changes as milliseconds ago and levels, oldest first. */
export interface Light {
  red: boolean;
  green: boolean;
  changes: [number, boolean, boolean][];
}
export interface Picture {
  revision: number;
  /** Minutes the stall's clock is ahead of UTC; an older simulator does not say. */
  offset_min?: number;
  language: string;
  till_url: string;
  drawer: { is_open: boolean; pulses: number };
  samples: { code: string; name: string; emoji: string }[];
  printer: { faults: Record<Fault, boolean>; strip: Piece; waiting_bytes: number; is_connected: boolean };
  display: { lines: [string, string] };
  scanner: { is_connected: boolean; last: { code: string; heard: boolean } | null };
  scale: { load_g: number; on: boolean; is_moving: boolean; capacity_g: number };
  /** What hangs on the box's USB sockets; an older simulator has none. */
  usb?: Record<Gadget, boolean>;
  plug: { state: 'ready' | 'armed' | 'dark'; pulls: number; back_ms: number | null };
  log: Entry[];
  /** What surrounds the till; a workbench without one of these says null or nothing. */
  light?: Light;
  cable?: { state: string } | null;
  office?: { state: string } | null;
  clock?: { state: string };
  watchdog?: { state: string };
}

export const picture = signal<Picture | null>(null);
/** Comes apart from the picture: a blinking lamp must not redraw the whole stall. */
export const light = signal<Light | null>(null);
export const pieces = signal<Piece[]>([]);
export const isLost = signal(false);
export const language = computed(() => asLanguage(picture.value?.language ?? navigator.language));

/** A message in the page's language. */
export function say(key: Key, params: Params = {}): string {
  return speak(language.value, words[language.value][key], params);
}

export function decimal(value: number, digits: number): string {
  return value.toLocaleString(language.value, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** A moment on the stall's clock; on this browser's own where the stall's is not known. */
export function clockTime(utc: string): string {
  const ahead = picture.value?.offset_min;
  const shape: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  };
  const zone = ahead === undefined ? {} : { timeZone: 'UTC' };
  return new Date(Date.parse(utc) + (ahead ?? 0) * 60_000).toLocaleTimeString(language.value, {
    ...shape,
    ...zone,
  });
}

/** A log entry as a sentence: its raw milliseconds and grams become what people say. */
export function sentence(entry: Entry): string {
  if (!isKey(entry.key)) return entry.key;
  const params: Record<string, string | number> = { ...entry.params };
  if (typeof params.ms === 'number') params.seconds = decimal(params.ms / 1000, 1);
  if (typeof params.grams === 'number') params.kg = decimal(params.grams / 1000, 3);
  if (typeof params.lines === 'number') params.count = params.lines;
  return say(entry.key, params);
}

/** Listen for ever: the browser reconnects by itself when the simulator comes back. */
export function watch(): void {
  const events = new EventSource('/api/events');
  events.addEventListener('state', (event) => {
    const now = JSON.parse(event.data) as Picture; // our own server's shape, proved by its tests
    picture.value = now;
    light.value = now.light ?? null;
    isLost.value = false;
  });
  events.addEventListener('light', (event) => {
    light.value = JSON.parse(event.data) as Light; // as above
  });
  events.addEventListener('pieces', (event) => {
    pieces.value = JSON.parse(event.data) as Piece[]; // as above
  });
  events.addEventListener('error', () => {
    isLost.value = true;
    // A browser gives up for good after an HTTP error; begin anew then.
    if (events.readyState === EventSource.CLOSED) setTimeout(watch, 2000);
  });
}

async function post(path: string, body: object): Promise<void> {
  try {
    await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5000),
    });
  } catch {
    isLost.value = true; // the stream says when it is back
  }
}

export const setFault = (fault: Fault, on: boolean) => post('/api/printer', { [fault]: on });
export const tear = () => post('/api/printer/tear', {});
export const scan = (code: string) => post('/api/scanner', { code });
export const plugUsb = (device: Gadget, plugged: boolean) => post('/api/usb', { device, plugged });
/** The scanner with the USB plug types what it reads, as a keyboard would. */
export const typeCode = (code: string) => post('/api/usb/scan', { code });
export const weigh = (weight_g: number, on: boolean) => post('/api/scale', { weight_g, on });
export const closeDrawer = () => post('/api/drawer/close', {});
export const plug = (action: 'pull' | 'arm' | 'disarm') => post('/api/plug', { action });
/** A finger on the box's power button: down, and up again. */
export const pressPower = (down: boolean) => post('/api/power-button', { down });
export const act = (on: 'cable' | 'office' | 'clock' | 'watchdog', order: object) =>
  post(`/api/${on}`, order);
export const setLanguage = (code: string) => post('/api/language', { language: code });
