import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Beat, beatAt, follow } from './rhythm';

const DOUBLE_BLINK: Beat[] = [
  [1, 120],
  [0, 120],
  [1, 120],
  [0, 640],
];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a moment of a rhythm is lit or dark as the box says, round after round', () => {
  expect(beatAt(DOUBLE_BLINK, 0)).toEqual({ isLit: true, lasts_ms: 120 });
  expect(beatAt(DOUBLE_BLINK, 130)).toEqual({ isLit: false, lasts_ms: 110 });
  expect(beatAt(DOUBLE_BLINK, 5000 + 359)).toEqual({ isLit: true, lasts_ms: 1 });
  expect(beatAt(DOUBLE_BLINK, 999)).toEqual({ isLit: false, lasts_ms: 1 });
});

test('the twin changes exactly when the lamp does', () => {
  const start_ms = performance.now();
  const changes: [number, boolean][] = [];
  const stop = follow(DOUBLE_BLINK, (isLit) => changes.push([performance.now() - start_ms, isLit]));
  vi.advanceTimersByTime(2000);
  stop();
  vi.advanceTimersByTime(5000);
  const lit_ms = changes.slice(1).map(([at_ms], at) => at_ms - (changes[at]?.[0] ?? 0));
  expect(lit_ms.slice(0, 7)).toEqual([120, 120, 120, 640, 120, 120, 120]);
  expect(changes.length).toBeLessThanOrEqual(9);
});

test('a steady lamp is shown once and costs no timer', () => {
  const show = vi.fn();
  follow([[1, 1000]], show);
  expect(vi.getTimerCount()).toBe(0);
  expect(show.mock.calls).toEqual([[true]]);
});
