/**
 * The levels a tile shows. A snapshot tells the newest change alone: a screen that knows the one before puts it in
 * at once, any other asks the till for all. Levels are keyed by unit and item, as the till keeps them.
 */
import { signal } from '@preact/signals';
import type { StockLatest, StockLevel } from '../api/shapes';
import { readStock, type Stock } from '../api/stock';

export type Levels = ReadonlyMap<string, StockLevel>;

export const levels = signal<Levels>(new Map());
export const stopsAtZero = signal(false);

let known: number | null = null;
let wanted = 0;
let isAsking = false;

export const keyOf = (of: { unit: string; item_id: string }): string => `${of.unit}:${of.item_id}`;
export const levelOf = (item: { unit: string; id: string }): StockLevel | undefined =>
  levels.value.get(`${item.unit}:${item.id}`);

/** All levels as the till answered them; older than what is known, they are let go. */
export function learn(now: Stock): void {
  if (known !== null && now.rev < known) return;
  known = now.rev;
  stopsAtZero.value = now.stop_at_zero;
  levels.value = new Map(now.levels.map((level) => [keyOf(level), level]));
}

/** Keeps in step with a snapshot; `isFresh`: it was read after a new connection, so that another box may answer. */
export async function follow(latest: StockLatest, isFresh = false): Promise<void> {
  if (isFresh && known !== null && latest.rev < known) known = null;
  if (latest.rev === known) return;
  // The very first change is all there is; the rule may have changed where no level did.
  if (known !== null && latest.was === known && latest.levels.length > 0) {
    known = latest.rev;
    const next = new Map(levels.peek());
    for (const level of latest.levels) next.set(keyOf(level), level);
    levels.value = next;
    return;
  }
  if (latest.rev === 0 && known === null) {
    known = 0;
    return;
  }
  if (known !== null && latest.rev < known) return;
  wanted = latest.rev;
  if (isAsking) return;
  isAsking = true;
  try {
    // What changed while the till was answering is asked for again.
    do learn(await readStock());
    while (known !== null && known < wanted);
  } finally {
    isAsking = false;
  }
}
