import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Language } from './i18n';
import { money, note, weight } from './money';

type Sample = { language: Language; currency: string; exponent: number; minor: number; text: string };

/** What the paper prints, written by the box; screen and paper must say the same. */
const SAMPLES: Sample[] = JSON.parse(
  readFileSync(new URL('../../../tests/fixtures/money_format.json', import.meta.url), 'utf8'),
);
const EURO = { code: 'EUR', exponent: 2 };
const DONG = { code: 'VND', exponent: 0 };

/** Kinds of space and of minus differ between the two libraries and look alike. */
const alike = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, ' ').replace('−', '-');

test.each(SAMPLES)('$language: $minor $currency reads $text on screen as on paper', (sample) => {
  const { language, minor, text } = sample;
  const currency = { code: sample.currency, exponent: sample.exponent };
  expect(alike(money(minor, currency, language))).toBe(alike(text));
});

test('negative amounts carry a real minus', () => {
  expect(money(-320, EURO, 'de')).toBe('−3,20\u00a0€');
});

test('no amount is rounded, not even the largest', () => {
  expect(money(Number.MAX_SAFE_INTEGER, EURO, 'en')).toBe('€90,071,992,547,409.91');
  expect(alike(money(9_999_999, DONG, 'vi'))).toBe('9.999.999 ₫');
  expect(() => money(0.5, EURO, 'de')).toThrow(RangeError);
});

test('a note carries its sign and no needless cents', () => {
  expect(alike(note(4500, EURO, 'de'))).toBe('45 €');
  expect(note(4500, EURO, 'en')).toBe('€45');
  expect(alike(note(4478, EURO, 'fi'))).toBe('44,78 €');
  expect(alike(note(100_000, EURO, 'it'))).toBe('1.000 €');
  expect(alike(note(270_000, DONG, 'vi'))).toBe('270.000 ₫');
});

test('weights show three decimals as the scale does', () => {
  expect(weight(1160, 'de')).toBe('1,160\u00a0kg');
  expect(weight(5, 'en')).toBe('0.005\u00a0kg');
});
