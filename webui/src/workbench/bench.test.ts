import { expect, test } from 'vitest';
import { clockTime, type Picture, picture } from './bench';

test('the log tells the time of the stall, not of the browser', () => {
  picture.value = { language: 'vi', offset_min: 420 } as Picture; // all that a time needs of it
  expect(clockTime('2026-11-22T20:29:05.123Z')).toBe('03:29:05');
});
