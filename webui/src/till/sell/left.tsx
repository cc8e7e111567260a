/** What a tile says of its level: low, sold out, or sold beyond what was there; of plenty it says nothing. */
import type { Item, StockLevel } from '../api/shapes';
import { levelOf } from '../stock/levels';
import { say, sayNumber, sayWeight } from '../words';

const amount = (unit: 'piece' | 'kg', much: number): string =>
  unit === 'kg' ? sayWeight(much) : sayNumber(much);

export function sayLeft({ unit, left, state }: StockLevel): string {
  if (state === 'out') return say('stock.out');
  if (state === 'over') return say('stock.over', { amount: amount(unit, -left) });
  return say('stock.left', { amount: amount(unit, left) });
}

export const asksForEye = (item: Item): StockLevel | undefined => {
  const level = levelOf(item);
  return level?.state === 'ok' ? undefined : level;
};

export function TileLeft({ level }: { level: StockLevel }) {
  return (
    <span class={`tile-left ${level.state}`} data-testid={`left-${level.item_id}`}>
      {sayLeft(level)}
    </span>
  );
}
