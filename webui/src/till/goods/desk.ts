/** What the Goods screen knows of itself: the list as it is looked at, and the item or category in hand. */
import { computed, signal } from '@preact/signals';
import type { Category, Item } from '../../shared/goods';
import * as api from '../api/goods';
import { Refused } from '../api/intents';
import { refuse, tapItem } from '../deeds';
import { fold } from '../sell/finding';
import * as state from '../state';
import { tell, tellForeign } from './tell';

export type Field = 'name' | 'price' | 'gtin' | 'category' | 'tare' | 'emoji' | null;
export type Draft = {
  id: string | null;
  name: string;
  price: string; // digits of the price in minor units
  gtin: string;
  unit: Item['unit'];
  kind: Item['kind'];
  tax_code: string;
  category_id: string;
  category: string; // the name of a new one
  emoji: string;
  colour: string;
  deposit_id: string | null;
  is_free_price: boolean;
  tare: string; // digits of the tare in grams
  variant_of: string | null;
  isSold: boolean; // once it is saved, one goes on the ticket
};
export type Group = { id: string | null; name: string; emoji: string; colour: string };

export const COLOURS = [
  '#8c1d18',
  '#b3541e',
  '#8a6d1a',
  '#3f7d20',
  '#1f6f6b',
  '#2a5d9f',
  '#6b3fa0',
  '#3a4a5a',
] as const;

export const query = signal('');
export const group = signal<string | null>(null);
export const draft = signal<Draft | null>(null);
export const groupDraft = signal<Group | null>(null);
export const field = signal<Field>(null);
/** The next digit begins anew: whoever opens a price means another one. */
export const isFresh = signal(false);
/** What does not fit, with the field's name and what is allowed. */
export const problem = signal<string | null>(null);
export const taxes = signal<api.Tax[]>([]);
export const categories = computed(() => state.catalogue.value?.categories ?? []);
export const items = computed(() => state.catalogue.value?.items ?? []);
export const deposits = computed(() =>
  items.value.filter((item) => item.kind === 'deposit' && item.price_minor >= 0),
);

export const shown = computed(() => {
  const words = fold(query.value).split(/\s+/).filter(Boolean);
  return items.value.filter(
    (item) =>
      (group.value === null || item.category_id === group.value) &&
      words.every((word) => fold(item.name).includes(word) || item.gtin === word),
  );
});

/** How many items are in a category. */
export const held = (id: string): number => items.value.filter((item) => item.category_id === id).length;

/** Where it stands among its like: `[2, 12]` is the second of twelve. */
export function placeOf(row: readonly (Item | Category)[], id: string): [number, number] {
  const order = [...row].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  return [order.findIndex((one) => one.id === id) + 1, order.length];
}
export const siblings = (id: string): Item[] =>
  items.value.filter((item) => item.category_id === items.value.find((one) => one.id === id)?.category_id);

/** The refusal beside what was typed, where this screen has words for the field; else where all refusals are told. */
function say(error: unknown): void {
  const no = error instanceof Refused ? error.refusal : null;
  const words =
    no?.code === 'gtin_used'
      ? tell('wrong.gtin_used', { name: String(no.params.name) })
      : no?.code === 'item_invalid' || no?.code === 'bad_request'
        ? tellForeign(`wrong.${no.field}`)
        : null;
  problem.value = words;
  if (words === null) refuse(error);
}

async function trying(deed: () => Promise<void>): Promise<void> {
  problem.value = null;
  try {
    await deed();
    state.refusal.value = null;
  } catch (error) {
    say(error);
  }
}

export const learnTaxes = () =>
  trying(async () => {
    taxes.value = (await api.readTaxes()).taxes;
  });

export function edit(item: Item): void {
  leave();
  draft.value = {
    ...item,
    price: String(Math.abs(item.price_minor)),
    gtin: item.gtin ?? '',
    category: '',
    tare: item.tare_g ? String(item.tare_g) : '',
    isSold: false,
  };
}

/** An empty item, in the category that is looked at; of a scanned code, to be sold as soon as it is saved. */
export function begin(code: string | null = null): void {
  leave();
  const home = categories.value.find((one) => one.id === group.value) ?? categories.value[0];
  const like = shown.value[0];
  field.value = 'name';
  draft.value = {
    id: null,
    name: '',
    price: '',
    gtin: code ?? '',
    unit: 'piece',
    kind: 'goods',
    tax_code: like?.tax_code ?? '',
    category_id: home?.id ?? '',
    category: home ? '' : tell('title'),
    emoji: '',
    colour: home?.colour ?? COLOURS[7],
    deposit_id: null,
    is_free_price: false,
    tare: '',
    variant_of: null,
    isSold: code !== null,
  };
}

/** A size or kind of an item: all but name and price is like it. */
export function beginKind(of: Item): void {
  edit(of);
  put({ id: null, name: `${of.name} `, gtin: '', variant_of: of.id });
  field.value = 'name';
}

export const faceOf = (now: Draft): Item | undefined =>
  items.value.find((item) => item.id === now.variant_of);
export const kindsOf = (id: string): Item[] => items.value.filter((item) => item.variant_of === id);

export function beginGroup(of: Category | null): void {
  leave();
  if (of === null) field.value = 'name';
  groupDraft.value = of ?? { id: null, name: '', emoji: '', colour: COLOURS[3] };
}

export function put(change: Partial<Draft>): void {
  problem.value = null;
  if (draft.value) draft.value = { ...draft.value, ...change };
}

export function putGroup(change: Partial<Group>): void {
  problem.value = null;
  if (groupDraft.value) groupDraft.value = { ...groupDraft.value, ...change };
}

export function leave(): void {
  draft.value = null;
  groupDraft.value = null;
  field.value = null;
  problem.value = null;
}

export const isReady = computed(() => {
  const now = draft.value;
  if (now === null || now.name.trim() === '') return false;
  return (now.price !== '' || now.is_free_price) && (now.category_id || now.category.trim()) !== '';
});

/** What the item becomes; what only some goods have goes with what makes it possible. */
function wishOf(now: Draft, category_id: string): api.ItemWish {
  const before = items.value.find((item) => item.id === now.id);
  const sign = before && before.price_minor < 0 && now.kind === 'deposit' ? -1 : 1;
  const isPiece = now.unit === 'piece' && now.kind === 'goods';
  return {
    name: now.name.trim(),
    category_id,
    price_minor: sign * Number(now.price),
    tax_code: now.tax_code || taxes.value[0]?.code || '',
    unit: now.unit,
    kind: now.kind,
    gtin: now.gtin || null,
    emoji: now.emoji,
    colour: now.colour,
    deposit_id: isPiece ? now.deposit_id : null,
    is_free_price: isPiece && now.is_free_price,
    tare_g: now.unit === 'kg' && now.tare ? Number(now.tare) : null,
    variant_of: now.kind === 'goods' ? now.variant_of : null,
  };
}

export const save = () =>
  trying(async () => {
    const now = draft.value;
    if (!now || !isReady.value) return;
    const made = now.category.trim() ? (await api.makeCategory({ name: now.category.trim() })).id : null;
    // Refused after this, the new category is there already: it is not made twice.
    if (made) put({ category_id: made, category: '' });
    const wish = wishOf(now, made ?? now.category_id);
    const saved = await (now.id === null ? api.makeItem(wish) : api.changeItem(now.id, wish));
    leave();
    if (now.isSold) {
      state.view.value = 'sell';
      tapItem(saved);
    }
  });

export const saveGroup = () =>
  trying(async () => {
    const now = groupDraft.value;
    if (!now || now.name.trim() === '') return;
    const wish = { name: now.name.trim(), emoji: now.emoji, colour: now.colour };
    await (now.id === null ? api.makeCategory(wish) : api.changeCategory(now.id, wish));
    leave();
  });

export const move = (kind: 'items' | 'categories', id: string, step: -1 | 1) =>
  trying(async () => {
    await api.move(kind, id, step);
  });

export const place = (id: string, before: string | null) =>
  trying(async () => {
    await api.place(id, before);
  });

export const remove = () =>
  trying(async () => {
    const id = draft.value?.id;
    if (!id) return;
    await api.removeItem(id);
    leave();
  });

export const removeGroup = () =>
  trying(async () => {
    const id = groupDraft.value?.id;
    if (!id) return;
    await api.removeCategory(id);
    group.value = null;
    leave();
  });
