/** What is worked on: the promotions as the box has them, and the one that is open. */
import { computed, signal } from '@preact/signals';
import {
  changePromotion,
  makePromotion,
  type Promotion,
  type PromotionWish,
  readPromotions,
  removePromotion,
} from '../api/promotions';
import { refuse } from '../deeds';
import * as state from '../state';

export type Text = 'name' | 'code';
export type Digits = 'percent' | 'price' | 'count' | 'free' | 'from' | 'until';
export type Draft = PromotionWish & { id: string | null };

const BLANK: PromotionWish = {
  name: '',
  kind: 'percent',
  is_on: true,
  item_ids: [],
  category_ids: [],
  value_bp: 1000,
  count: 3,
  free: 1,
  price_minor: 0,
  weekdays: [],
  from_min: 0,
  until_min: 1440,
  code: null,
};

export const promotions = signal<readonly Promotion[]>([]);
export const draft = signal<Draft | null>(null);
export const field = signal<Text | Digits | null>(null);
export const isFresh = signal(true);

const isSet = (now: Draft) => now.kind === 'set' || now.kind === 'bundle';

/** Whether the box would take it; what it refuses all the same is told in words. */
export const isReady = computed(() => {
  const now = draft.value;
  if (!now || now.name.trim() === '') return false;
  if (isSet(now) && now.price_minor < 1) return false;
  if (now.kind === 'bundle') return now.item_ids.length > 1;
  if (now.kind === 'nth' && now.free >= now.count) return false;
  return now.kind === 'percent' || now.count > 1;
});

export async function learn(): Promise<void> {
  promotions.value = (await readPromotions()).promotions;
}

export function begin(): void {
  draft.value = { ...BLANK, id: null };
  field.value = 'name';
}

export function edit(one: Promotion): void {
  const { holds_now: _, ...wish } = one;
  draft.value = wish;
  field.value = null;
}

export function leave(): void {
  draft.value = null;
  field.value = null;
  state.refusal.value = null;
}

export function put(change: Partial<PromotionWish>): void {
  const now = draft.peek();
  if (now) draft.value = { ...now, ...change };
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
  const now = draft.peek();
  if (!now) return Promise.resolve();
  const { id, ...wish } = now;
  if (wish.kind === 'bundle') wish.category_ids = [];
  if (wish.kind === 'percent') wish.count = 1;
  if (wish.kind !== 'nth') wish.free = 0;
  return settle(id === null ? makePromotion(wish) : changePromotion(id, wish));
}

export const remove = (id: string): Promise<void> => settle(removePromotion(id));

/** One more or one less in a list of ids. */
export const toggled = <Id>(list: readonly Id[], id: Id): Id[] =>
  list.includes(id) ? list.filter((one) => one !== id) : [...list, id];
