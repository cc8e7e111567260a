/** What is left: all levels, moves of goods, the threshold of an item, the owner's rule. */
import { intend, untilAnswered } from './intents';
import type { StockLevel } from './shapes';

export type MoveKind = 'receive' | 'waste' | 'count' | 'load' | 'unload';
export type WasteReason = 'spoiled' | 'broken' | 'tasting' | 'lost' | 'other';
export type Stock = { rev: number; stop_at_zero: boolean; levels: StockLevel[] };
/** `before` null: the item was not counted. The delta of a count is its variance. */
export type StockMoved = {
  item_id: string;
  unit: 'piece' | 'kg';
  kind: MoveKind;
  before: number | null;
  delta: number;
  left: number;
};

export const readStock = () => untilAnswered('GET', '/stock') as Promise<Stock>;
export const move = (item_id: string, kind: MoveKind, amount: number, reason: WasteReason | null) =>
  intend('POST', '/stock/moves', { item_id, kind, amount, reason }) as Promise<StockMoved>;
export const setLow = (item_id: string, low: number | null) =>
  intend('PATCH', `/stock/items/${encodeURIComponent(item_id)}`, { low }) as Promise<Stock>;
export const setRules = (stop_at_zero: boolean) =>
  intend('PATCH', '/stock/rules', { stop_at_zero }) as Promise<Stock>;
