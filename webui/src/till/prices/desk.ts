/** What is worked on: the price lists as the box has them, and the one that is open. */
import { computed, signal } from '@preact/signals';
import type { Item } from '../../shared/goods';
import { changeList, makeList, type PriceList, readLists, removeList } from '../api/prices';
import { refuse } from '../deeds';
import * as state from '../state';
import { sayStart } from './tell';

/** `prices` by item; an item without one keeps its price. */
export type Draft = {
  id: string | null;
  name: string;
  starts: string;
  prices: Readonly<Record<string, number>>;
  isHistory: boolean;
};

const FIRST_HOUR = 'T06:00';
const HALF_HOUR_MS = 1_800_000;
const DAY_MS = 86_400_000;

export const lists = signal<readonly PriceList[]>([]);
export const draft = signal<Draft | null>(null);
/** Whose price is typed; `name` is the list's own line. */
export const field = signal<string | null>(null);
export const group = signal<string | null>(null);
const now = signal('');

export const items = computed<readonly Item[]>(() => state.catalogue.value?.items ?? []);
export const shown = computed(() =>
  items.value.filter((item) => group.value === null || item.category_id === group.value),
);
export const isReady = computed(() => {
  const of = draft.value;
  return of !== null && Object.keys(of.prices).length > 0;
});

export async function learn(): Promise<void> {
  const read = await readLists();
  lists.value = read.lists;
  now.value = read.now;
}

/** A moment of the stall's own clock, moved; read and written as if it were UTC, so that no zone comes into it. */
const shifted = (local: string, ms: number): string =>
  new Date(Date.parse(`${local}:00Z`) + ms).toISOString().slice(0, 16);

export const moveDay = (days: number): void => moveBy(days * DAY_MS);
export const moveTime = (halfHours: number): void => {
  const of = draft.peek();
  if (!of) return;
  const time = shifted(of.starts, halfHours * HALF_HOUR_MS).slice(10);
  put({ starts: of.starts.slice(0, 10) + time });
};

function moveBy(ms: number): void {
  const of = draft.peek();
  if (of) put({ starts: shifted(of.starts, ms) });
}

export function begin(): void {
  const today = now.value.slice(0, 10) || new Date().toISOString().slice(0, 10);
  const starts = shifted(`${today}${FIRST_HOUR}`, DAY_MS);
  draft.value = { id: null, name: '', starts, prices: {}, isHistory: false };
  field.value = null;
}

export function edit(one: PriceList): void {
  const prices = Object.fromEntries(one.prices.map((price) => [price.item_id, price.price_minor]));
  draft.value = {
    id: one.id,
    name: one.name,
    starts: one.starts,
    prices,
    isHistory: one.state === 'in_force',
  };
  field.value = null;
}

export function leave(): void {
  draft.value = null;
  field.value = null;
  state.refusal.value = null;
}

export function put(change: Partial<Draft>): void {
  const of = draft.peek();
  if (of) draft.value = { ...of, ...change };
}

/** Null takes the new price away. */
export function price(itemId: string, minor: number | null): void {
  const of = draft.peek();
  if (!of) return;
  const { [itemId]: _, ...others } = of.prices;
  put({ prices: minor === null ? others : { ...others, [itemId]: minor } });
}

/** What prices are rounded to when many change at once. */
export const step = computed(() => (state.currency.value.exponent === 0 ? 500 : 10));

/** All that is shown, so many per cent from what it costs today; deposits stay. */
export function changeAll(percent: number): void {
  const of = draft.peek();
  if (!of) return;
  const prices = { ...of.prices };
  for (const item of shown.value) {
    if (item.kind === 'deposit' || item.price_minor === 0) continue;
    const exact = (item.price_minor * (100 + percent)) / 100;
    prices[item.id] = Math.max(step.value, Math.round(exact / step.value) * step.value);
  }
  put({ prices });
}

async function settle(done: Promise<unknown>): Promise<void> {
  try {
    await done;
    leave();
    await learn();
  } catch (error) {
    refuse(error);
  }
}

export function save(): Promise<void> {
  const of = draft.peek();
  if (!of) return Promise.resolve();
  const prices = Object.entries(of.prices).map(([item_id, price_minor]) => ({ item_id, price_minor }));
  const wish = { name: of.name.trim() || sayStart(of.starts), starts: of.starts, prices };
  return settle(of.id === null ? makeList(wish) : changeList(of.id, wish));
}

export function remove(): Promise<void> {
  const id = draft.peek()?.id;
  return id ? settle(removeList(id)) : Promise.resolve();
}
