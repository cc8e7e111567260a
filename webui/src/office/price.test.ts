import { expect, test } from 'vitest';
import { LANGUAGES } from '../shared/i18n';
import { readPrice, writePrice } from './price';

const EURO = { code: 'EUR', exponent: 2 };
const DONG = { code: 'VND', exponent: 0 };

test.each([
  ['de', '3,90', 390],
  ['de', '3.9', 390],
  ['de', '3,9 €', 390],
  ['de', '1.234,50', 123450],
  ['de', '1.234', 123400],
  ['en', '1,234', 123400],
  ['en', '€1,234.56', 123456],
  ['en', '3,90', 390],
  ['fi', '1 234,50', 123450],
  ['it', '12', 1200],
  ['de', '0', 0],
  ['de', '−0,25', -25],
  ['de', '-0,25', -25],
] as const)('%s: %s is %i cents', (language, text, minor) => {
  expect(readPrice(text, EURO, language)).toBe(minor);
});

test.each(['65.000', '65000', '65,000', '65.000 ₫', '65 000'])('%s is 65000 dong', (text) => {
  expect(readPrice(text, DONG, 'vi')).toBe(65000);
});

test.each(['', 'three', '--3', '3,', '3,905', '1.2.3', '1,23.456,7', '3,9,0', '1.23,45'])(
  '%s is no amount in German',
  (text) => {
    expect(readPrice(text, EURO, 'de')).toBeNull();
  },
);

test('a part of a dong does not exist', () => {
  expect(readPrice('65,5', DONG, 'vi')).toBeNull();
});

test.each(LANGUAGES)('$code: a price written into the field is read back the same', ({ code }) => {
  for (const minor of [0, 5, -25, 390, 123450, 99999999]) {
    expect(readPrice(writePrice(minor, EURO, code), EURO, code)).toBe(minor);
    expect(readPrice(writePrice(minor, DONG, code), DONG, code)).toBe(minor);
  }
});
