import { expect, test } from 'vitest';
import { address, codeOf, readRoute, saleAddress, saleNamed } from './route';

test('an address leads back to the page it was made for', () => {
  const sale = { box_id: 'mabcdefgh-bqrstuvwx', number: 'A-000123' };
  expect(saleNamed(readRoute(saleAddress(sale)))).toEqual(sale);
  expect(readRoute(address('goods'))).toEqual({ page: 'goods', detail: null, part: null });
  expect(readRoute(address('boxes', 'connect')).detail).toBe('connect');
  expect(saleNamed(readRoute(address('sales')))).toBeNull();
});

test('an unknown or empty address is today', () => {
  expect(readRoute('')).toEqual({ page: 'today', detail: null, part: null });
  expect(readRoute('#/attic').page).toBe('today');
  expect(readRoute('#/sales/%').detail).toBeNull();
});

test('the link of a box brings its code', () => {
  expect(codeOf('', '#/enrol/K7QX-M2PD')).toBe('K7QX-M2PD');
  expect(codeOf('?code=K7QX-M2PD', '')).toBe('K7QX-M2PD');
  expect(codeOf('', '#/boxes')).toBeNull();
});
