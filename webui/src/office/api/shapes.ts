/** What the back office answers, as it comes over the wire. Amounts are integer minor units, moments ISO 8601 UTC. */

import type { Category, Item } from '../../shared/goods';

export type Currency = { code: string; exponent: number };

export type Merchant = { id: string; name: string; currency: Currency; language: string; zone: string };

export type Session = {
  signed_in: boolean;
  needs_setup: boolean;
  csrf: string | null;
  email: string | null;
  merchant: Merchant | null;
  is_demo: boolean;
  version: string;
};

export type Light = { colour: 'red' | 'amber' | 'green' | 'dark'; rhythm: string; reason: string };

export type Stall = {
  box_id: string;
  name: string;
  series: string;
  state: 'online' | 'silent' | 'never';
  light: Light | null;
  waiting: number | null;
  waiting_sales: number | null;
  oldest_waiting_s: number | null;
  heard_utc: string | null;
  today_minor: number;
  today_sales: number;
  version: string | null;
  uplink: string | null;
  is_offline_by_choice: boolean | null;
  problem: string | null;
  free_mb: number | null;
  is_revoked: boolean;
  quarantine: number;
  attention: string | null;
};

export type Box = Stall & { fingerprint: string; enrolled_utc: string };

/** Which sale: two boxes may have used the same numbers. */
export type SaleName = { box_id: string; number: string };

export type SaleRow = SaleName & {
  stall: string;
  at_utc: string;
  offset_min: number;
  day: string;
  total_minor: number;
  count: number;
  received_utc: string;
  kind: 'sale' | 'refund';
  /** Of a refund: the number of its sale. */
  of_number: string | null;
};

export type Hour = { hour: number; total_minor: number; sales: number; last_week_minor: number | null };

export type Need = {
  kind: 'quarantine' | 'fork' | 'silent' | 'enrolment' | 'revoked';
  params: Record<string, string | number | null>;
};

export type Today = {
  day: string;
  clock_utc: string;
  offset_min: number;
  total_minor: number;
  sales: number;
  average_minor: number;
  last_week: { day: string; total_minor: number; sales: number; until_now_minor: number };
  hours: Hour[];
  stalls: Stall[];
  needs: Need[];
  latest: SaleRow[];
};

export type SalesPage = { sales: SaleRow[]; more: boolean; total_minor: number; count: number };

/** A closed shift: what its Z says. `counted_minor` null: nobody counted. */
export type ClosedShift = {
  n: number;
  box_id: string;
  stall: string;
  epoch: number;
  f: number;
  day: string;
  at_utc: string;
  offset_min: number;
  sales: number;
  turnover_minor: number;
  expected_minor: number;
  counted_minor: number | null;
  difference_minor: number | null;
};

export type SaleLine = {
  id: string;
  name: string;
  unit: 'piece' | 'kg';
  quantity: number;
  weight_g: number | null;
  price_minor: number;
  rate_bp: number;
  letter: string;
  kind: string;
  amount_minor: number;
  discount_minor?: number;
  tare_g?: number;
};

export type SaleDiscount = {
  id: string;
  label: string;
  kind: 'percent' | 'amount';
  value: number;
  amount_minor: number;
};

export type SaleBody = {
  staff_name?: string | null;
  lines: SaleLine[];
  /** Facts before version 1.1 have none. */
  discounts?: SaleDiscount[];
  reason?: string;
  taxes: { letter: string; rate_bp: number; gross_minor: number; net_minor: number; tax_minor: number }[];
  tenders: {
    kind: string;
    amount_minor: number;
    given_minor?: number;
    change_minor?: number;
    tip_minor?: number;
    reference?: string | null;
  }[];
  rounding_minor: number;
  total_minor: number;
};

export type Fact = {
  box_id: string;
  epoch: number;
  f: number;
  hash: string;
  previous_hash: string | null;
  bytes: string;
  received_utc: string;
  is_verified: boolean;
};

export type Refunded = { number: string; total_minor: number };
export type Sale = SaleRow & { refunds: Refunded[]; body: SaleBody; fact: Fact };

/** What is left of counted goods, in pieces or grams; `stalls` has one entry a box. */
export type StockItem = {
  item_id: string;
  unit: 'piece' | 'kg';
  name: string;
  left: number;
  stalls: { box_id: string; stall: string; left: number }[];
};
export type StockMove = {
  id: string;
  box_id: string;
  stall: string;
  item_id: string;
  unit: 'piece' | 'kg';
  name: string;
  kind: 'receive' | 'waste' | 'count' | 'load' | 'unload';
  delta: number;
  counted: number | null;
  reason: string | null;
  at_utc: string;
  offset_min: number;
  staff_name: string | null;
};
export type Stock = { day: string; items: StockItem[]; moves: StockMove[] };

/** `name` is null once forgotten, or where no fact tells of the person. */
export type Worker = { box_id: string; stall: string; staff_id: string; name: string | null };
export type PersonOf = Worker & {
  role: 'seller' | 'manager' | 'owner' | null;
  is_active: boolean;
  is_forgotten: boolean;
  seen_utc: string | null;
  sales: number;
};
/** `minutes` is null where nobody signed out, or the clock was set in between. */
export type Stint = Worker & {
  day: string;
  came_utc: string;
  went_utc: string | null;
  offset_min: number;
  minutes: number | null;
};
export type Hours = {
  since: string;
  until: string;
  stints: Stint[];
  sums: (Worker & { minutes: number })[];
};

export type AsideEntry = {
  quarantine_id: string;
  box_id: string;
  stall: string;
  epoch: number;
  f: number;
  reason: string;
  params: Record<string, string | number>;
  received_utc: string;
  state: 'open' | 'applied' | 'seen';
  bytes: string;
};

export type { Category, Item } from '../../shared/goods';

/** A field that a stall and the back office had both changed. */
export type Conflict = {
  box_id: string;
  stall: string;
  conflict_id: string;
  kind: 'items' | 'categories';
  doc_id: string;
  name: string;
  field: string;
  kept: { value: unknown };
  lost: { value: unknown };
  at_utc: string;
  received_utc: string;
};

export type Goods = {
  generation: string;
  version: number;
  categories: Category[];
  items: Item[];
  conflicts: Conflict[];
};

export type Enrolment = {
  code: string;
  name: string;
  series: string;
  fingerprint: string;
  version: string;
  created_utc: string;
  state: 'pending' | 'approved' | 'denied' | 'expired';
};
