import { expect, test } from 'vitest';
import { weighedMinor } from './scale';

test('a weighed price rounds half a unit up, in whole numbers', () => {
  expect(weighedMinor(300, 1160)).toBe(348);
  expect(weighedMinor(299, 1160)).toBe(347);
  expect(weighedMinor(5, 100)).toBe(1);
  expect(weighedMinor(5, 99)).toBe(0);
  expect(weighedMinor(280_000, 999_999)).toBe(279_999_720);
});
