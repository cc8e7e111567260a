/** What the Goods screen knows of itself: the list as it is looked at, and the item in hand. */
import { computed, signal } from '@preact/signals';
import type { Item } from '../../shared/goods';
import * as api from '../api/goods';
import { refuse, tapItem } from '../deeds';
import { fold } from '../sell/finding';
import * as state from '../state';
import { tell } from './tell';

export type Field = 'name' | 'price' | 'gtin' | 'category' | null;
export type Draft = {
  id: string | null;
  name: string;
  price: string; // digits of the price in minor units
  gtin: string;
  unit: Item['unit'];
  tax_code: string;
  category_id: string;
  category: string; // the name of a new one
  isSold: boolean; // once it is saved, one goes on the ticket
};

export const query = signal('');
export const group = signal<string | null>(null);
export const draft = signal<Draft | null>(null);
export const field = signal<Field>(null);
export const taxes = signal<api.Tax[]>([]);
export const categories = computed(() => state.catalogue.value?.categories ?? []);

export const shown = computed(() => {
  const words = fold(query.value).split(/\s+/).filter(Boolean);
  return (state.catalogue.value?.items ?? []).filter(
    (item) =>
      (group.value === null || item.category_id === group.value) &&
      words.every((word) => fold(item.name).includes(word) || item.gtin === word),
  );
});

export async function learnTaxes(): Promise<void> {
  try {
    taxes.value = (await api.readTaxes()).taxes;
  } catch (error) {
    refuse(error);
  }
}

export function edit(item: Item): void {
  field.value = null;
  draft.value = {
    id: item.id,
    name: item.name,
    price: String(Math.abs(item.price_minor)),
    gtin: item.gtin ?? '',
    unit: item.unit,
    tax_code: item.tax_code,
    category_id: item.category_id,
    category: '',
    isSold: false,
  };
}

/** An empty item, in the category that is looked at; of a scanned code, to be sold as soon as it is saved. */
export function begin(code: string | null = null): void {
  const first = categories.value[0]?.id ?? '';
  const like = shown.value[0];
  field.value = 'name';
  draft.value = {
    id: null,
    name: '',
    price: '',
    gtin: code ?? '',
    unit: 'piece',
    tax_code: like?.tax_code ?? taxes.value[0]?.code ?? '',
    category_id: group.value ?? first,
    category: first === '' ? tell('title') : '',
    isSold: code !== null,
  };
}

export function put(change: Partial<Draft>): void {
  if (draft.value) draft.value = { ...draft.value, ...change };
}

export function leave(): void {
  draft.value = null;
  field.value = null;
}

export const isReady = computed(() => {
  const now = draft.value;
  return (
    now !== null && now.name.trim() !== '' && now.price !== '' && (now.category_id || now.category.trim())
  );
});

export async function save(): Promise<void> {
  const now = draft.value;
  if (!now || !isReady.value) return;
  try {
    const made = now.category.trim() ? (await api.makeCategory(now.category.trim())).id : null;
    // Refused after this, the new category is there already: it is not made twice.
    if (made) put({ category_id: made, category: '' });
    const before = state.catalogue.value?.items.find((item) => item.id === now.id);
    const sign = before && before.price_minor < 0 ? -1 : 1;
    const wish: api.ItemWish = {
      name: now.name.trim(),
      category_id: made ?? now.category_id,
      price_minor: sign * Number(now.price),
      tax_code: now.tax_code || taxes.value[0]?.code || '',
      unit: now.unit,
      gtin: now.gtin || null,
    };
    const saved = await (now.id === null ? api.makeItem(wish) : api.changeItem(now.id, wish));
    state.refusal.value = null;
    leave();
    if (now.isSold) {
      state.view.value = 'sell';
      tapItem(saved);
    }
  } catch (error) {
    refuse(error);
  }
}

export async function remove(): Promise<void> {
  const id = draft.value?.id;
  if (!id) return;
  try {
    await api.removeItem(id);
    state.refusal.value = null;
    leave();
  } catch (error) {
    refuse(error);
  }
}
