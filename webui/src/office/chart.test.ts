import { expect, test } from 'vitest';
import { bars, shortAmount, shownHours } from './chart';

const hour = (at: number, total_minor: number, last_week_minor: number) => ({
  hour: at,
  total_minor,
  sales: 1,
  last_week_minor,
});

test('the axis runs from the first to the last hour of either day, without gaps', () => {
  const shown = shownHours([hour(8, 100, 0), hour(9, 0, 0), hour(14, 0, 300), hour(22, 0, 0)], 10);
  expect(shown.map((one) => one.hour)).toEqual([8, 9, 10, 11, 12, 13, 14]);
});

test('a single hour does not become one broad bar', () => {
  expect(shownHours([hour(23, 100, 0)], 23).map((one) => one.hour)).toEqual([18, 19, 20, 21, 22, 23]);
});

test('a day without sales on either side has no axis', () => {
  expect(shownHours([hour(9, 0, 0)], 9)).toEqual([]);
});

test('the tallest of both days fills the field, all bars stay inside it and apart', () => {
  const drawn = bars([hour(8, 500, 1000), hour(9, 250, 0), hour(10, 1, 4)], 9, 300, 100);
  expect(drawn.map((bar) => [bar.height, bar.lastHeight])).toEqual([
    [50, 100],
    [25, 0],
    [2, 2],
  ]);
  expect(drawn.map((bar) => [bar.isPast, bar.isNow])).toEqual([
    [true, false],
    [false, true],
    [false, false],
  ]);
  drawn.forEach((bar, at) => {
    const next = drawn[at + 1];
    expect(bar.x + bar.width).toBeLessThan(next ? next.x : 300);
  });
});

test('figures on bars are whole and short, dong too', () => {
  expect(shortAmount(28_449, 2, 'de')).toBe('284');
  expect(shortAmount(123_400, 2, 'en')).toBe('1,234');
  expect(shortAmount(4_850_000, 0, 'en')).toBe('4.85M');
});
