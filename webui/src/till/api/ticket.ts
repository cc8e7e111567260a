/** The open ticket: lines, undo, scan. */
import { intend } from './intents';
import type { Snapshot } from './shapes';

const line = (id: string) => `/ticket/lines/${encodeURIComponent(id)}`;

export type Amount = { quantity: number } | { weight_g: number };
/** What a sale says beside how many: what lies on the scale and in what, the price that was asked, an empty. */
export type Asked = { weight_g: number; tare_g: number } | { price_minor: number } | { is_returned: true };

export const addItem = (item_id: string, asked?: Asked) =>
  intend('POST', '/ticket/lines', { item_id, ...asked }) as Promise<Snapshot>;
export const changeLine = (id: string, amount: Amount) =>
  intend('PATCH', line(id), amount) as Promise<Snapshot>;
export const removeLine = (id: string) => intend('DELETE', line(id), undefined) as Promise<Snapshot>;
export const giveDiscount = (line_id: string | null, kind: 'percent' | 'amount', value: number) =>
  intend('POST', '/ticket/discounts', { line_id, kind, value }) as Promise<Snapshot>;
export const takeDiscountBack = (id: string) =>
  intend('DELETE', `/ticket/discounts/${encodeURIComponent(id)}`, undefined) as Promise<Snapshot>;
export const undo = () => intend('POST', '/ticket/undo', {}) as Promise<Snapshot>;
export const clear = () => intend('POST', '/ticket/clear', {}) as Promise<Snapshot>;
export const scan = (gtin: string) => intend('POST', '/ticket/scan', { gtin }) as Promise<Snapshot>;

/** `total_minor` is what the vendor saw; the till refuses when it is no longer true. */
export const payCash = (given_minor: number, total_minor: number) =>
  intend('POST', '/ticket/pay', { tender: 'cash', given_minor, total_minor }) as Promise<Snapshot>;
