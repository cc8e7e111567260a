/** What the Stock screen knows of itself: the item that is open, the deed in hand, the walk through all goods. */
import { computed, signal } from '@preact/signals';
import type { Item, StockLevel } from '../api/shapes';
import * as api from '../api/stock';
import { refuse } from '../deeds';
import { fold } from '../sell/finding';
import * as state from '../state';
import { learn, levels } from './levels';

export type Deed = api.MoveKind | 'low';
/** Goods as this screen lists them: of the catalogue, or gone from it and still here. */
export type Goods = {
  id: string;
  name: string;
  emoji: string;
  unit: 'piece' | 'kg';
  level: StockLevel | null;
};
export type Walk = { at: number; ids: readonly string[]; found: readonly api.StockMoved[] };

export const query = signal('');
export const open = signal<string | null>(null);
export const deed = signal<Deed | null>(null);
export const result = signal<api.StockMoved | null>(null);
export const walk = signal<Walk | null>(null);

const URGENCY = { over: 0, out: 1, low: 2, ok: 3 } as const;

const urgency = ({ level }: Goods): number => (level ? URGENCY[level.state] : 4);

/** Low first, then what is counted, then the rest in the order of the tiles. */
export const goods = computed<Goods[]>(() => {
  const known = levels.value;
  const sold = (state.catalogue.value?.items ?? []).filter((item) => item.kind === 'goods');
  const listed: Goods[] = sold.map((item: Item) => ({
    id: item.id,
    name: item.name,
    emoji: item.emoji,
    unit: item.unit,
    level: known.get(`${item.unit}:${item.id}`) ?? null,
  }));
  const ids = new Set((state.catalogue.value?.items ?? []).map((item) => item.id));
  for (const level of known.values()) {
    if (!ids.has(level.item_id))
      listed.push({ id: level.item_id, name: level.name, emoji: '', unit: level.unit, level });
  }
  return listed
    .map((one, at) => ({ one, at }))
    .sort((a, b) => urgency(a.one) - urgency(b.one) || a.at - b.at)
    .map(({ one }) => one);
});

export const counted = computed(() => goods.value.filter((one) => one.level).length);

export const shown = computed(() => {
  const words = fold(query.value).split(/\s+/).filter(Boolean);
  if (words.length === 0) return goods.value;
  return goods.value.filter((one) => words.every((word) => fold(one.name).includes(word)));
});

export const byId = (id: string | null): Goods | null => goods.value.find((one) => one.id === id) ?? null;

export function show(id: string | null): void {
  open.value = id;
  deed.value = null;
  result.value = null;
}

export function begin(what: Deed): void {
  result.value = null;
  deed.value = what;
}

/** Whether the till took it; a refusal is shown by itself. */
export async function move(
  id: string,
  kind: api.MoveKind,
  amount: number,
  reason: api.WasteReason | null,
): Promise<boolean> {
  try {
    const done = await api.move(id, kind, amount, reason);
    state.refusal.value = null;
    deed.value = null;
    result.value = done;
    const now = walk.peek();
    if (now) walk.value = { ...now, at: now.at + 1, found: [...now.found, done] };
    return true;
  } catch (error) {
    refuse(error);
    return false;
  }
}

export async function setLow(id: string, low: number | null): Promise<void> {
  try {
    learn(await api.setLow(id, low));
    deed.value = null;
  } catch (error) {
    refuse(error);
  }
}

export async function setRules(stopAtZero: boolean): Promise<void> {
  try {
    learn(await api.setRules(stopAtZero));
  } catch (error) {
    refuse(error);
  }
}

/** What is counted already, or all goods where nothing is; in the order of the tiles. */
export function beginWalk(): void {
  const order = new Map((state.catalogue.value?.items ?? []).map((item, at) => [item.id, at]));
  const known = goods.value.filter((one) => one.level);
  const all = (known.length > 0 ? known : goods.value)
    .map((one) => one.id)
    .sort((a, b) => (order.get(a) ?? Number.MAX_SAFE_INTEGER) - (order.get(b) ?? Number.MAX_SAFE_INTEGER));
  show(null);
  walk.value = { at: 0, ids: all, found: [] };
}

export function skip(): void {
  const now = walk.peek();
  result.value = null;
  if (now) walk.value = { ...now, at: now.at + 1 };
}

export function endWalk(): void {
  const now = walk.peek();
  if (!now) return;
  walk.value = now.at >= now.ids.length || now.found.length === 0 ? null : { ...now, at: now.ids.length };
  result.value = null;
}
