import { expect, test } from 'vitest';
import { asMinutes, isLeftAlone } from './idle';

const MINUTE = 60_000;
const at = (minutes: number, afterMin = 5, isPaying = false) =>
  isLeftAlone({ touchedMs: 7, nowMs: 7 + minutes * MINUTE, afterMin, isPaying });

test('locks after the minutes that were chosen, not before', () => {
  expect([at(4.99), at(5), at(600)]).toEqual([false, true, true]);
});

test('never locks where never was chosen, nor while somebody pays', () => {
  expect([at(10_000, 0), at(10_000, 1, true)]).toEqual([false, false]);
});

test('a wait is told in minutes and seconds', () => {
  expect([asMinutes(300), asMinutes(65), asMinutes(2), asMinutes(0)]).toEqual([
    '5:00',
    '1:05',
    '0:02',
    '0:00',
  ]);
});
