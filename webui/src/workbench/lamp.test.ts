import { expect, test } from 'vitest';
import type { Light } from './bench';
import { colourOf, namedColour, tape } from './lamp';

const blinking: Light = {
  red: false,
  green: false,
  changes: [
    [9000, true, true],
    [4500, false, false],
    [3000, true, true],
    [400, false, false],
  ],
};

test('both pins together are amber', () => {
  expect([colourOf(1, 1), colourOf(1, 0), colourOf(0, 1), colourOf(0, 0)]).toEqual([
    'amber',
    'red',
    'green',
    'dark',
  ]);
});

test('the dark moment of a rhythm keeps the name of its colour, a lamp that stays dark does not', () => {
  expect(namedColour(blinking)).toBe('amber');
  expect(namedColour({ ...blinking, changes: [[9000, false, false]] })).toBe('dark');
  expect(namedColour({ red: false, green: false, changes: [] })).toBe('dark');
});

test('the tape shows the last seconds only, without a gap', () => {
  expect(tape(blinking)).toEqual([
    { colour: 'dark', from_ms: 4000, to_ms: 3000 },
    { colour: 'amber', from_ms: 3000, to_ms: 400 },
    { colour: 'dark', from_ms: 400, to_ms: 0 },
  ]);
});
