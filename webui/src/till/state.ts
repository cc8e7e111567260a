/**
 * What the screen knows: the last snapshot in slices, the catalogue, and where the vendor looks.
 * The till owns the truth; nothing here is computed ahead of it. Slices keep their identity while
 * their content is the same, so that a tap redraws the ticket and never the tiles.
 */
import { computed, signal } from '@preact/signals';
import { asLanguage, type Language } from '../shared/i18n';
import type { Currency } from '../shared/money';
import { tongue } from '../shared/tongue';
import { WORDS } from '../shared/words';
import type {
  Catalogue,
  Discount,
  Item,
  Lamp,
  LastSale,
  Line,
  Payment,
  Printer,
  Refusal,
  Scale,
  Snapshot,
  Status,
  Stick,
  Sync,
  TenderKind,
  Ticket,
} from './api/shapes';
import { remember, remembered } from './memory';

export type View =
  | 'sell'
  | 'pay'
  | 'tender'
  | 'payments'
  | 'receipts'
  | 'connect'
  | 'wifi'
  | 'devices'
  | 'care'
  | 'stock'
  | 'people'
  | 'day'
  | 'goods'
  | 'ready';
export type Sheet =
  | { kind: 'line'; id: string }
  | { kind: 'weigh'; item: Item }
  | { kind: 'price'; item: Item }
  | { kind: 'empties' }
  | { kind: 'kinds'; item: Item }
  | { kind: 'discount'; lineId: string | null }
  | { kind: 'refund'; number: string }
  | { kind: 'menu' }
  | { kind: 'box' }
  | { kind: 'status' }
  | { kind: 'offline' }
  | { kind: 'stick' }
  | { kind: 'tickets' }
  | { kind: 'inspector' }
  | { kind: 'leave' }
  | { kind: 'about' };

export const snapshot = signal<Snapshot | null>(null);
export const isKnown = computed(() => snapshot.value !== null);
/** The box has answered and its language was here once: from then on the screen draws, in the last words it has. */
export const isReady = signal(false);
export const catalogue = signal<Catalogue | null>(null);
/** Where a new box's welcome stands; null once it is over. */
export const welcome = computed(() => snapshot.value?.welcome ?? null);
export const isAway = signal(false);
export const isPaired = signal(true);
export const isPaying = signal(false);
export const refusal = signal<Refusal | null>(null);
/** What waits for somebody's approval now. */
export const asked = signal<{ right: string; done: (token: string | null) => void } | null>(null);
export const notice = signal<'receipts.sent' | null>(null);

export const view = signal<View>('sell');
export const sheet = signal<Sheet | null>(null);
export const change = signal<LastSale | null>(null);
export const query = signal<string | null>(null);
/** A barcode nobody knows, from which a new item is being made. */
export const newCode = signal<string | null>(null);
export const openReceipt = signal<string | null>(null);
/** On a phone the ticket's lines lie over the tiles when asked for. */
export const linesAreOpen = signal(false);

const LIGHTS = ['day', 'sun', 'night'] as const;
export type Light = (typeof LIGHTS)[number];
export const light = signal<Light>(LIGHTS.find((one) => one === remembered('light')) ?? 'day');
/** Per cent of the usual size of letters. */
export const TEXT_SIZES = ['100', '115', '130'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];
export const textSize = signal<TextSize>(TEXT_SIZES.find((one) => one === remembered('text')) ?? '100');
export const isLeftHand = signal(remembered('left') === 'on');

/** The box's language, or what is known of it before the box has answered. Its words may be on their way. */
export const wanted = computed<Language>(() => {
  const code = snapshot.value?.language;
  return code === undefined ? asLanguage(remembered('language') ?? navigator.language) : asLanguage(code);
});
export const { spoken, learn: learnWords, follow: followLanguage } = tongue(WORDS, wanted);
/** What the screen speaks now. */
export const language = computed<Language>(() => spoken.value?.language ?? wanted.value);

const EURO: Currency = { code: 'EUR', exponent: 2 };
let lastCurrency = EURO;
export const currency = computed<Currency>(() => {
  const now = snapshot.value?.currency ?? EURO;
  if (now.code !== lastCurrency.code || now.exponent !== lastCurrency.exponent) lastCurrency = now;
  return lastCurrency;
});

const NO_KINDS: Item[] = [];
/** The sizes and kinds of each item that has some, in the order of the tiles. */
const kinds = computed(() => {
  const all = catalogue.value?.items ?? NO_KINDS;
  const faces = new Set(all.filter((item) => item.variant_of === null).map((item) => item.id));
  const found = new Map<string, Item[]>();
  for (const item of all) {
    if (item.variant_of === null || !faces.has(item.variant_of)) continue;
    found.set(item.variant_of, [...(found.get(item.variant_of) ?? NO_KINDS), item]);
  }
  return found;
});
export const kindsOf = (item: Item): Item[] => kinds.value.get(item.id) ?? NO_KINDS;
/** Whether another item's tile stands for it. */
export const isKind = (item: Item): boolean =>
  item.variant_of !== null && kinds.value.get(item.variant_of)?.includes(item) === true;
/** How many tickets are put aside. */
export const parked = computed(() => snapshot.value?.parked ?? 0);
/** Who is signed in; their name is on what is sold. */
export const hereName = computed(() => snapshot.value?.people?.here?.name ?? null);
export const hasPeople = computed(() => snapshot.value?.people?.set_up ?? false);

const NO_LINES: Line[] = [];
export const lines = computed(() => snapshot.value?.ticket.lines ?? NO_LINES);
const NO_DISCOUNTS: Discount[] = [];
/** What the promotion that touches a line is called. */
export const promotionOf = (lineId: string): string =>
  discounts.value.find((one) => one.promotion_id && one.line_id === lineId)?.label ?? '';
export const coupons = computed(() => snapshot.value?.ticket.coupons ?? []);
export const discounts = computed(() => snapshot.value?.ticket.discounts ?? NO_DISCOUNTS);
export const discountMinor = computed(() => snapshot.value?.ticket.discount_minor ?? 0);
const NO_PRESETS: number[] = [];
export const discountPresets = computed(() => snapshot.value?.discount_presets_bp ?? NO_PRESETS);
export const touched = computed(() => snapshot.value?.ticket.touched ?? null);
export const totalMinor = computed(() => snapshot.value?.ticket.total_minor ?? 0);
export const ticketId = computed(() => snapshot.value?.ticket.id ?? '');
export const dueMinor = computed(() => snapshot.value?.ticket.due_minor ?? 0);
export const cashDueMinor = computed(() => snapshot.value?.ticket.cash_due_minor ?? 0);
const NO_PAYMENTS: Payment[] = [];
export const payments = computed(() => snapshot.value?.ticket.payments ?? NO_PAYMENTS);
const CASH: TenderKind[] = ['cash'];
export const payKinds = computed(() => snapshot.value?.payments?.kinds ?? CASH);
export const count = computed(() => snapshot.value?.ticket.count ?? 0);
export const canUndo = computed(() => snapshot.value?.ticket.can_undo ?? false);
export const quickCash = computed(() => snapshot.value?.ticket.quick_cash ?? []);
export const lastSale = computed(() => snapshot.value?.last_sale ?? null);

const NO_STATUS: Status = { level: 'waiting', key: 'status.unknown', params: {} };
const NO_PRINTER: Printer = { state: 'unknown', queued: 0, paper_low: null, question: null };
const NO_SCALE: Scale = { state: 'none', weight_g: null };
const NO_LAMP: Lamp = { colour: 'amber', word: 'steady', rhythm: [[1, 1000]], reason: 'light.unknown' };
const NO_SYNC: Sync = {
  state: 'not_enrolled',
  online: null,
  offline_until: null,
  waiting_facts: 0,
  waiting_sales: 0,
  oldest_waiting_s: null,
  acked_utc: null,
  tried_utc: null,
  problem: null,
  uplink: 'unknown',
  first_sync: null,
  sync_now: null,
  enrol: null,
  merchant: null,
  office_url: null,
  quarantine: 0,
};
export const lamp = computed(() => snapshot.value?.light ?? NO_LAMP);
export const sync = computed(() => snapshot.value?.sync ?? NO_SYNC);
const NO_STICK: Stick = { state: 'none', waiting: 0 };
export const stick = computed(() => snapshot.value?.stick ?? NO_STICK);
export const waitingSales = computed(() => sync.value.waiting_sales);
export const status = computed(() => snapshot.value?.status ?? NO_STATUS);
export const printer = computed(() => snapshot.value?.printer ?? NO_PRINTER);
export const scale = computed(() => snapshot.value?.scale ?? NO_SCALE);
export const tillNotice = computed(() => snapshot.value?.notice ?? null);
export const stall = computed(() => {
  const now = snapshot.value;
  return now ? `${now.merchant.name}\n${now.box.stall}` : '';
});

/** The stall's own time, minutes ahead of UTC: the screen may be set to another zone. */
export const offsetMin = computed(() => snapshot.value?.offset_min ?? 0);
/** Box time minus screen time: a phone's clock may be wrong, the receipts follow the box. */
export const clockAhead = signal(0);

function sameLine(a: Line, b: Line): boolean {
  for (const name in b) if (a[name as keyof Line] !== b[name as keyof Line]) return false;
  return true;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function settleTicket(old: Ticket, next: Ticket): Ticket {
  const known = new Map(old.lines.map((line) => [line.id, line]));
  const settled = next.lines.map((line) => {
    const before = known.get(line.id);
    return before && sameLine(before, line) ? before : line;
  });
  const isSameList =
    settled.length === old.lines.length && settled.every((line, at) => line === old.lines[at]);
  return {
    ...next,
    lines: isSameList ? old.lines : settled,
    quick_cash: same(old.quick_cash, next.quick_cash) ? old.quick_cash : next.quick_cash,
  };
}

/**
 * Takes over every part of the old snapshot that says the same as the new one. Every tap comes twice, as an
 * answer and as a push: the second is known by the ticket's revision, which only a power cut can use again.
 */
export function settle(old: Snapshot, next: Snapshot, isFresh = false): Snapshot {
  const isSameTicket = !isFresh && old.ticket.id === next.ticket.id && old.ticket.rev === next.ticket.rev;
  const keep = <K extends keyof Snapshot>(name: K): Snapshot[K] =>
    same(old[name], next[name]) ? old[name] : next[name];
  return {
    ...next,
    ticket: isSameTicket ? old.ticket : settleTicket(old.ticket, next.ticket),
    last_sale: keep('last_sale'),
    status: keep('status'),
    light: keep('light'),
    sync: keep('sync'),
    printer: keep('printer'),
    scale: keep('scale'),
    notice: keep('notice'),
    currency: keep('currency'),
    discount_presets_bp: keep('discount_presets_bp'),
  };
}

/**
 * Draws a snapshot unless a newer one is already on the screen. `isFresh`: it was read after a new
 * connection, so it counts even with a smaller revision (a power cut may take back lazy taps).
 */
export function draw(next: Snapshot, isFresh = false): void {
  const old = snapshot.peek();
  if (old && !isFresh && next.rev < old.rev) return;
  snapshot.value = old ? settle(old, next, isFresh) : next;
  clockAhead.value = Date.parse(next.clock_utc) - Date.now() || 0;
  if (next.language !== old?.language) remember('language', next.language);
}
