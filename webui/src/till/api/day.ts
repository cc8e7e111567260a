/** The day: shifts, cash moves, X and Z. */
import { intend, untilAnswered } from './intents';
import type { TenderKind } from './shapes';

export type MoveKind = 'pay_in' | 'pay_out' | 'safe_drop' | 'no_sale';
/** How many of each note and coin, by its minor units. */
export type Pieces = Record<string, number>;

export type ShiftNow = {
  n: number;
  is_open: boolean;
  opened_utc: string | null;
  offset_min: number;
  day: string | null;
  float_minor: number;
  is_counted: boolean;
  left_minor: number;
  pieces_minor: number[];
  waiting_receipts: number;
  parked: number;
  unprinted: number;
  unconfirmed: string | null;
};
export type Report = {
  n: number;
  float_minor: number;
  sales: { count: number; total_minor: number };
  refunds: { count: number; total_minor: number };
  turnover_minor: number;
  discount_minor: number;
  rounding_minor: number;
  tenders: { kind: TenderKind; amount_minor: number; tips_minor: number }[];
  moves: { pay_in_minor: number; pay_out_minor: number; safe_drop_minor: number; no_sales: number };
  /** null for whoever may not close the day. */
  expected_minor: number | null;
};
export type ShiftRow = {
  n: number;
  at_utc: string;
  offset_min: number;
  day: string;
  turnover_minor: number;
  sales: number;
  difference_minor: number | null;
  state: 'on_box' | 'safe';
};
export type ShiftDetail = ShiftRow & { paper: string[] };

export const readShift = () => untilAnswered('GET', '/shift') as Promise<ShiftNow>;
export const readX = () => untilAnswered('GET', '/shift/x') as Promise<Report>;
export const readExpected = () => intend('POST', '/shift/x/expected', {}) as Promise<Report>;
export const printX = () => intend('POST', '/shift/x/print', {}) as Promise<Report>;
export const openShift = (float_minor: number) => intend('POST', '/shift/open', { float_minor });
export const moveCash = (kind: MoveKind, amount_minor: number, reason: string) =>
  intend('POST', '/shift/moves', { kind, amount_minor, reason });
export const closeShift = (counted_minor: number | null, pieces: Pieces | null) =>
  intend('POST', '/shift/close', { counted_minor, pieces }) as Promise<ShiftDetail>;
export const readShifts = () => untilAnswered('GET', '/shifts') as Promise<{ shifts: ShiftRow[] }>;
export const readZ = (n: number) => untilAnswered('GET', `/shifts/${n}`) as Promise<ShiftDetail>;
export const reprintZ = (n: number) => intend('POST', `/shifts/${n}/reprint`, {});
