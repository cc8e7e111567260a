import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Category, Item } from '../till/api/shapes';

/** What a golden message of the protocol holds; the screens draw the same goods and sales. */
const golden = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../docs/protocol/golden/${name}.json`, import.meta.url), 'utf8'));

type Kind = 'text' | 'whole' | 'text or null' | 'whole or null' | 'yes or no' | 'list' | readonly string[];
type Form<T> = { [Key in keyof Required<T>]: Kind };
type Fields = Record<string, unknown>;

const CATEGORY: Form<Category> = {
  id: 'text',
  name: 'text',
  emoji: 'text',
  colour: 'text',
  position: 'whole',
};
const ITEM: Form<Item> = {
  id: 'text',
  name: 'text',
  category_id: 'text',
  price_minor: 'whole',
  unit: ['piece', 'kg'],
  tax_code: 'text',
  emoji: 'text',
  colour: 'text',
  position: 'whole',
  gtin: 'text or null',
  deposit_id: 'text or null',
  kind: ['goods', 'deposit'],
  is_free_price: 'yes or no',
  tare_g: 'whole or null',
  variant_of: 'text or null',
  price_list: 'text or null',
};
const SALE: Record<string, Kind> = {
  number: 'text',
  at_utc: 'text',
  offset_min: 'whole',
  day: 'text',
  lines: 'list',
  taxes: 'list',
  tenders: 'list',
  total_minor: 'whole',
  rounding_minor: 'whole',
  currency: 'text',
  exponent: 'whole',
};
const LINE: Record<string, Kind> = {
  name: 'text',
  unit: ['piece', 'kg'],
  quantity: 'whole',
  weight_g: 'whole or null',
  price_minor: 'whole',
  letter: 'text',
  kind: ['goods', 'deposit'],
  parent_id: 'text or null',
  amount_minor: 'whole',
};

function fits(value: unknown, kind: Kind): boolean {
  if (typeof kind === 'object') return typeof value === 'string' && kind.includes(value);
  if (kind === 'yes or no') return typeof value === 'boolean';
  if (kind === 'list') return Array.isArray(value) && value.length > 0;
  if (value === null) return kind.endsWith('or null');
  return kind.startsWith('text') ? typeof value === 'string' : Number.isSafeInteger(value);
}

const misfits = (document: Fields, form: Record<string, Kind>) =>
  Object.entries(form).flatMap(([key, kind]) => (fits(document[key], kind) ? [] : [key]));

const facts = (name: string): Fields[] =>
  String(golden(name).request.body_unpacked)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line));

test.each(['snapshot', 'pull'])('goods of the message %s are goods the screens draw', (name) => {
  const { categories, items } = golden(name).answer.body;
  expect(items.length).toBeGreaterThan(0);
  expect(categories.flatMap((entry: Fields) => misfits(entry, CATEGORY))).toEqual([]);
  expect(items.flatMap((entry: Fields) => misfits(entry, ITEM))).toEqual([]);
});

test.each(['push', 'push-epoch', 'revoked'])('sales of the message %s have what the screens show', (name) => {
  const bodies = facts(name)
    .filter((fact) => fact.type === 'sale')
    .map((fact) => fact.body as Fields & { lines: Fields[] });
  expect(bodies.length).toBeGreaterThan(0);
  for (const body of bodies) {
    expect(misfits(body, SALE)).toEqual([]);
    expect(body.lines.flatMap((line) => misfits(line, LINE))).toEqual([]);
  }
});

test('a number in quotes or a missing key would be noticed', () => {
  const [item] = golden('snapshot').answer.body.items;
  expect(misfits({ ...item, price_minor: '120', name: undefined }, ITEM)).toEqual(['name', 'price_minor']);
});
