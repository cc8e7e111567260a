/** Tickets that are put aside, and the open one parted. */
import { intend, untilAnswered } from './intents';
import type { Snapshot } from './shapes';

export type Parked = {
  id: string;
  number: number;
  name: string;
  parked_utc: string;
  offset_min: number;
  total_minor: number;
  paid_minor: number;
  count: number;
  lines: { name: string; quantity: number; weight_g: number | null }[];
  more: number;
};
export type Piece = { line_id: string; quantity: number };

const one = (id: string) => `/parked/${encodeURIComponent(id)}`;

export const readParked = () => untilAnswered('GET', '/parked') as Promise<{ parked: Parked[] }>;
export const park = (name: string | null) => intend('POST', '/ticket/park', { name }) as Promise<Snapshot>;
export const take = (id: string) => intend('POST', `${one(id)}/take`, {}) as Promise<Snapshot>;
export const merge = (id: string) => intend('POST', `${one(id)}/merge`, {}) as Promise<Snapshot>;
export const rename = (id: string, name: string) => intend('PATCH', one(id), { name }) as Promise<Snapshot>;
/** `to`: `open` (these are paid now), `parked`, or the id of a parked ticket. */
export const split = (lines: Piece[], to: string) =>
  intend('POST', '/ticket/split', { lines, to }) as Promise<Snapshot>;
