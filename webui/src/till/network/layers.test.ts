import { expect, test } from 'vitest';
import { LANGUAGES } from '../../shared/i18n';
import { LETTERS } from '../sell/keyboard';
import { layer, next } from './layers';

const ALL = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));

test.each(LANGUAGES)('in $name every character of a password can be typed', ({ code }) => {
  const shown = new Set([' ']); // has a key of its own
  for (const hasSigns of [false, true])
    for (const shift of ['off', 'lock'] as const)
      for (const row of layer(LETTERS[code], hasSigns, shift)) for (const one of row) shown.add(one);
  expect(ALL.filter((one) => !shown.has(one))).toEqual([]);
});

test.each(LANGUAGES)('in $name no key is there twice', ({ code }) => {
  for (const hasSigns of [false, true]) {
    const keys = [...layer(LETTERS[code], hasSigns, 'lock').join('')];
    expect(new Set(keys).size).toBe(keys.length);
  }
});

test('shift is for one letter, then for all, then over', () => {
  expect(['off', next('off'), next(next('off')), next(next(next('off')))]).toEqual([
    'off',
    'once',
    'lock',
    'off',
  ]);
});
