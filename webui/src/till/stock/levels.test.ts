import { beforeEach, expect, test, vi } from 'vitest';
import type { StockLevel } from '../api/shapes';

vi.stubGlobal('window', { localStorage: null });
vi.stubGlobal('navigator', { language: 'de' });

const level = (item_id: string, left: number): StockLevel => ({
  item_id,
  name: item_id,
  unit: 'piece',
  left,
  low: 5,
  state: left > 5 ? 'ok' : 'low',
});
let asked = 0;
let answer = { rev: 3, stop_at_zero: true, levels: [level('apple', 8), level('kiwi', 4)] };

async function fresh() {
  vi.resetModules();
  const wire = await import('../api/wire');
  wire.useWire({
    request: async () => {
      asked += 1;
      return { status: 200, body: answer };
    },
    listen: () => undefined,
  });
  return import('./levels');
}

beforeEach(() => {
  asked = 0;
  answer = { rev: 3, stop_at_zero: true, levels: [level('apple', 8), level('kiwi', 4)] };
});

test('nothing is asked where nothing was ever counted', async () => {
  const stock = await fresh();
  await stock.follow({ rev: 0, was: 0, levels: [] });
  expect([asked, stock.levels.value.size]).toEqual([0, 0]);
  await stock.follow({ rev: 1, was: 0, levels: [level('apple', 2)] });
  expect([asked, stock.levelOf({ unit: 'piece', id: 'apple' })?.left]).toEqual([0, 2]);
});

test('a screen that comes later asks once, then follows each change by itself', async () => {
  const stock = await fresh();
  await stock.follow({ rev: 3, was: 2, levels: [level('kiwi', 4)] });
  expect([asked, stock.stopsAtZero.value, stock.levelOf({ unit: 'piece', id: 'apple' })?.left]).toEqual([
    1,
    true,
    8,
  ]);
  await stock.follow({ rev: 4, was: 3, levels: [level('apple', 7)] });
  await stock.follow({ rev: 4, was: 3, levels: [level('apple', 7)] });
  expect([asked, stock.levelOf({ unit: 'piece', id: 'apple' })?.left]).toEqual([1, 7]);
});

test('a change that was missed is asked for', async () => {
  const stock = await fresh();
  await stock.follow({ rev: 3, was: 2, levels: [] });
  answer = { rev: 6, stop_at_zero: false, levels: [level('apple', 1)] };
  await stock.follow({ rev: 6, was: 5, levels: [level('apple', 1)] });
  expect([asked, stock.stopsAtZero.value, stock.levels.value.size]).toEqual([2, false, 1]);
});

test('a weighed item does not show the level of pieces', async () => {
  const stock = await fresh();
  await stock.follow({ rev: 3, was: 2, levels: [] });
  expect(stock.levelOf({ unit: 'kg', id: 'apple' })).toBeUndefined();
});
