/** What the till says, field by field. Shapes only: no behaviour, no screen. */
import type { Category, Item } from '../../shared/goods';
import type { Currency } from '../../shared/money';
import type { Beat } from '../../shared/rhythm';

export type { Category, Item } from '../../shared/goods';

export type Catalogue = { version: number; categories: Category[]; items: Item[] };

export type Line = {
  id: string;
  item_id: string;
  name: string;
  unit: 'piece' | 'kg';
  quantity: number;
  weight_g: number | null;
  price_minor: number;
  kind: 'goods' | 'deposit';
  parent_id: string | null;
  amount_minor: number;
  discount_minor: number;
  /** What of it promotions gave. */
  promotion_minor?: number;
  /** Taken off the weight on the scale; absent: nothing. */
  tare_g?: number;
};

/** `value` is basis points or minor units; `line_id` null means the whole ticket. */
export type Discount = {
  id: string;
  label: string;
  kind: 'percent' | 'amount';
  value: number;
  line_id: string | null;
  amount_minor: number;
  promotion_id?: string | null;
};

export type QuickCash = { given_minor: number; change_minor: number };

export type TenderKind = 'cash' | 'card' | 'transfer' | 'voucher' | 'iou';
/** A part of the open ticket that is paid already. */
export type Payment = {
  id: string;
  kind: TenderKind;
  amount_minor: number;
  tip_minor: number;
  reference: string | null;
};
export type TransferAccount = { name: string; account: string; bank: string };
export type Payments = {
  kinds: TenderKind[];
  cash_step_minor: number;
  steps_minor: number[];
  account: TransferAccount | null;
  has_transfer_code: boolean;
};

export type Ticket = {
  id: string;
  rev: number;
  lines: Line[];
  discounts: Discount[];
  discount_minor: number;
  total_minor: number;
  /** What is not paid yet, and the same as the stall rounds cash. */
  due_minor: number;
  cash_due_minor: number;
  payments: Payment[];
  coupons: string[];
  name: string;
  count: number;
  can_undo: boolean;
  touched: string | null;
  quick_cash: QuickCash[];
};

export type LastSale = {
  number: string;
  total_minor: number;
  given_minor: number;
  change_minor: number;
  discount_minor: number;
  at_utc: string;
  print_job_id: string | null;
};

export type Status = {
  level: 'safe' | 'waiting' | 'danger';
  key: string;
  params: Record<string, string | number>;
};

/** The lamp on the box; `rhythm` is (lit 1 or dark 0, milliseconds), repeated. */
export type Lamp = {
  colour: 'red' | 'amber' | 'green';
  word: 'double_blink' | 'slow_pulse' | 'steady' | 'wink';
  rhythm: Beat[];
  reason: string;
};

export type OfflineUntil = 'switched_back' | 'tonight';
export type Enrolling = {
  state: string;
  code: string | null;
  approve_url: string | null;
  fingerprint: string;
  qr: string[] | null;
};

/** What the box knows of its back office; `online` null is unknown. */
export type Sync = {
  state: 'not_enrolled' | 'enrolling' | 'enrolled';
  online: boolean | null;
  offline_until: OfflineUntil | null;
  waiting_facts: number;
  waiting_sales: number;
  oldest_waiting_s: number | null;
  acked_utc: string | null;
  tried_utc: string | null;
  problem: string | null;
  uplink: string;
  first_sync: { done: number; total: number } | null;
  sync_now: {
    state: 'trying' | 'done' | 'no_connection' | 'office_down' | 'offline_by_choice' | 'watchdog_silent';
  } | null;
  enrol: Enrolling | null;
  merchant: string | null;
  office_url: string | null;
  quarantine: number;
};

export type Printer = {
  state: 'ready' | 'printing' | 'paper_out' | 'cover_open' | 'offline' | 'unknown' | 'none';
  queued: number;
  paper_low: boolean | null;
  question: { job_id: string; number: string } | null;
};

export type Scale = { state: 'stable' | 'moving' | 'none' | 'error'; weight_g: number | null };

/** Something that happened beside the screen, such as a scanned barcode nobody knows. */
export type Notice = { id: number; key: string; params: Record<string, string | number> };

/** What is left of a counted item, in pieces or grams; `over` is sold beyond what was there. */
export type StockLevel = {
  item_id: string;
  name: string;
  unit: 'piece' | 'kg';
  left: number;
  low: number;
  state: 'ok' | 'low' | 'out' | 'over';
};
/** The newest change of stock: whoever is at `was` puts `levels` in and is at `rev`. */
export type StockLatest = { rev: number; was: number; levels: StockLevel[] };

/** The backup stick; `waiting` records are not on it yet. */
export type Stick = {
  state: 'none' | 'copying' | 'safe' | 'full' | 'read_only' | 'failed';
  waiting: number;
};

export type Snapshot = {
  rev: number;
  language: string;
  country: string;
  currency: Currency;
  merchant: { name: string };
  box: { series: string; stall: string };
  clock_utc: string;
  /** Minutes the stall's clock is ahead of UTC. */
  offset_min: number;
  business_day: string;
  ticket: Ticket;
  last_sale: LastSale | null;
  status: Status;
  light: Lamp;
  sync: Sync;
  printer: Printer;
  scale: Scale;
  notice: Notice | null;
  catalogue_version: number;
  quick_print: boolean;
  discount_presets_bp: number[];
  payments: Payments;
  parked: number;
  shift: { n: number; is_open: boolean; opened_utc: string | null; is_old: boolean };
  simulated: boolean;
  stock?: StockLatest;
  stick?: Stick;
  people?: {
    set_up: boolean;
    here: { id: string; name: string; role: 'seller' | 'manager' | 'owner' } | null;
    is_locked: boolean;
    lock_after_min: number;
  };
  welcome?: 'language' | 'card' | 'network' | 'office' | 'goods' | null;
};

export type PrintState =
  | 'none'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'confirmed'
  | 'held'
  | 'unconfirmed'
  | 'failed'
  | 'answered';

export type SaleRow = {
  kind: 'sale' | 'refund';
  /** Of a refund: its sale. */
  of: string | null;
  epoch: number;
  f: number;
  number: string;
  at_utc: string;
  offset_min: number;
  total_minor: number;
  count: number;
  state: 'on_box' | 'safe';
  print_state: PrintState;
};

export type SaleDetail = SaleRow & {
  given_minor: number;
  change_minor: number;
  paper: string[];
  refunds: string[];
};

export type SalesPage = { sales: SaleRow[]; more: boolean };

export type About = {
  version: string;
  country: string;
  series: string;
  epoch: number;
  facts: number;
  head: string;
  free_mb: number;
  started_utc: string;
  licence: string;
};

export type Refusal = { code: string; field?: string | null; params: Record<string, string | number> };
