import { expect, test } from 'vitest';
import { LANGUAGES } from '../../shared/i18n';
import {
  keepToken,
  markAlarmSeen,
  putCategory,
  putItem,
  readBoxes,
  readGoods,
  readSale,
  readSales,
  readToday,
  removeCategory,
} from '../api/office';
import type { Item, SaleRow } from '../api/shapes';
import { useWire } from '../api/wire';
import { fakeOffice } from './office';

test.each(LANGUAGES)(
  '$code: takings, hours, stalls and the list of sales agree to the cent',
  async ({ code }) => {
    useWire(fakeOffice(new URLSearchParams({ lang: code })));
    keepToken('fake');
    const today = await readToday();
    const list = await readSales(today.day, null, null, 1000);
    const add = (amounts: number[]) => amounts.reduce((sum, one) => sum + one, 0);
    expect(add(list.sales.map((sale) => sale.total_minor))).toBe(today.total_minor);
    expect(list.total_minor).toBe(today.total_minor);
    expect(add(today.hours.map((hour) => hour.total_minor))).toBe(today.total_minor);
    expect(add(today.stalls.map((stall) => stall.today_minor))).toBe(today.total_minor);
    expect((await readBoxes()).boxes).toHaveLength(4);
    const sale = await readSale(today.latest[0] as SaleRow);
    expect(add(sale.body.lines.map((line) => line.amount_minor))).toBe(sale.total_minor);
  },
);

test('two boxes may have the same number, and each sale is found by its box', async () => {
  useWire(fakeOffice(new URLSearchParams()));
  const { sales } = await readSales((await readToday()).day, null, null, 1000);
  const [one, other] = [sales[0] as SaleRow, sales.find((row) => row.box_id !== sales[0]?.box_id) as SaleRow];
  expect((await readSale(other)).box_id).toBe(other.box_id);
  await expect(readSale({ box_id: other.box_id, number: one.number })).rejects.toThrow('not_found');
  const older = await readSales(one.day, null, one, 1000);
  expect(older.sales[0]).toEqual(sales[1]);
});

test('a fork alarm stands until it is seen', async () => {
  useWire(fakeOffice(new URLSearchParams('fork')));
  const need = (await readToday()).needs.find(({ kind }) => kind === 'fork');
  await markAlarmSeen(String(need?.params.box_id));
  expect((await readToday()).needs.map(({ kind }) => kind)).not.toContain('fork');
});

test('a group is made, filled by moving an item, and only removed when it is empty', async () => {
  useWire(fakeOffice(new URLSearchParams()));
  const group = { id: 'cnew', name: 'Honey', emoji: '', colour: '#b8860b', position: 9 };
  await putCategory(group);
  const item = (await readGoods()).items[0] as Item;
  await putItem({ ...item, category_id: group.id });
  await expect(removeCategory(group.id)).rejects.toThrow('in_use');
  await putItem(item);
  await removeCategory(group.id);
  expect((await readGoods()).categories.map(({ id }) => id)).not.toContain(group.id);
});
