/**
 * What the screen knows: the last snapshot in slices, the catalogue, and where the vendor looks.
 * The till owns the truth; nothing here is computed ahead of it. Slices keep their identity while
 * their content is the same, so that a tap redraws the ticket and never the tiles.
 */
import { computed, signal } from '@preact/signals';
import { asLanguage, type Language } from '../shared/i18n';
import type { Currency } from '../shared/money';
import type {
  Catalogue,
  Item,
  LastSale,
  Line,
  Printer,
  Refusal,
  Scale,
  Snapshot,
  Status,
} from './api/shapes';
import { remember, remembered } from './memory';

export type View = 'sell' | 'pay' | 'receipts';
export type Sheet =
  | { kind: 'line'; id: string }
  | { kind: 'weigh'; item: Item }
  | { kind: 'menu' }
  | { kind: 'status' }
  | { kind: 'about' };

export const snapshot = signal<Snapshot | null>(null);
export const catalogue = signal<Catalogue | null>(null);
export const isAway = signal(false);
export const isPaired = signal(true);
export const isPaying = signal(false);
export const refusal = signal<Refusal | null>(null);
export const notice = signal<'receipts.sent' | null>(null);

export const view = signal<View>('sell');
export const sheet = signal<Sheet | null>(null);
export const change = signal<LastSale | null>(null);
export const query = signal<string | null>(null);
export const openReceipt = signal<string | null>(null);
/** On a phone the ticket's lines lie over the tiles when asked for. */
export const linesAreOpen = signal(false);

const LIGHTS = ['day', 'sun', 'night'] as const;
export type Light = (typeof LIGHTS)[number];
export const light = signal<Light>(LIGHTS.find((one) => one === remembered('light')) ?? 'day');
export const isLeftHand = signal(remembered('left') === 'on');

export const language = computed<Language>(() => {
  const code = snapshot.value?.language;
  return code === undefined ? asLanguage(remembered('language') ?? navigator.language) : asLanguage(code);
});

const EURO: Currency = { code: 'EUR', exponent: 2 };
let lastCurrency = EURO;
export const currency = computed<Currency>(() => {
  const now = snapshot.value?.currency ?? EURO;
  if (now.code !== lastCurrency.code || now.exponent !== lastCurrency.exponent) lastCurrency = now;
  return lastCurrency;
});

const NO_LINES: Line[] = [];
export const lines = computed(() => snapshot.value?.ticket.lines ?? NO_LINES);
export const touched = computed(() => snapshot.value?.ticket.touched ?? null);
export const totalMinor = computed(() => snapshot.value?.ticket.total_minor ?? 0);
export const count = computed(() => snapshot.value?.ticket.count ?? 0);
export const canUndo = computed(() => snapshot.value?.ticket.can_undo ?? false);
export const quickCash = computed(() => snapshot.value?.ticket.quick_cash ?? []);
export const lastSale = computed(() => snapshot.value?.last_sale ?? null);

const NO_STATUS: Status = { level: 'waiting', key: 'status.unknown', params: {} };
const NO_PRINTER: Printer = { state: 'unknown', queued: 0, paper_low: null, question: null };
const NO_SCALE: Scale = { state: 'none', weight_g: null };
export const status = computed(() => snapshot.value?.status ?? NO_STATUS);
export const printer = computed(() => snapshot.value?.printer ?? NO_PRINTER);
export const scale = computed(() => snapshot.value?.scale ?? NO_SCALE);
export const stall = computed(() => {
  const now = snapshot.value;
  return now ? `${now.merchant.name}\n${now.box.stall}` : '';
});

/** The stall's own time, minutes ahead of UTC: the screen may be set to another zone. */
export const offsetMin = computed(() => snapshot.value?.offset_min ?? 0);
/** Box time minus screen time: a phone's clock may be wrong, the receipts follow the box. */
export const clockAhead = signal(0);

function sameFlat(a: object, b: object): boolean {
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const names = Object.keys(right);
  return (
    names.length === Object.keys(left).length && names.every((name) => Object.is(left[name], right[name]))
  );
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Takes over every part of the old snapshot that says the same as the new one. */
export function settle(old: Snapshot, next: Snapshot): Snapshot {
  const known = new Map(old.ticket.lines.map((line) => [line.id, line]));
  const settled = next.ticket.lines.map((line) => {
    const before = known.get(line.id);
    return before && sameFlat(before, line) ? before : line;
  });
  const isSameList =
    settled.length === old.ticket.lines.length && settled.every((line, at) => line === old.ticket.lines[at]);
  const keep = <K extends keyof Snapshot>(name: K): Snapshot[K] =>
    same(old[name], next[name]) ? old[name] : next[name];
  return {
    ...next,
    ticket: {
      ...next.ticket,
      lines: isSameList ? old.ticket.lines : settled,
      quick_cash: same(old.ticket.quick_cash, next.ticket.quick_cash)
        ? old.ticket.quick_cash
        : next.ticket.quick_cash,
    },
    last_sale: keep('last_sale'),
    status: keep('status'),
    printer: keep('printer'),
    scale: keep('scale'),
    currency: keep('currency'),
  };
}

/**
 * Draws a snapshot unless a newer one is already on the screen. `isFresh`: it was read after a new
 * connection, so it counts even with a smaller revision (a power cut may take back lazy taps).
 */
export function draw(next: Snapshot, isFresh = false): void {
  const old = snapshot.peek();
  if (old && !isFresh && next.rev < old.rev) return;
  snapshot.value = old ? settle(old, next) : next;
  clockAhead.value = Date.parse(next.clock_utc) - Date.now() || 0;
  remember('language', next.language);
}
