import { expect, test } from 'vitest';
import { plainCode, writeCode } from './join-code';

test.each(['K7QX-M2PD', 'k7qxm2pd', ' k7qx m2pd ', 'K7QX–M2PD'])(
  '%s is written as the box shows it',
  (text) => {
    expect(writeCode(text)).toBe('K7QX-M2PD');
    expect(plainCode(text)).toBe('K7QXM2PD');
  },
);

test('a code being typed can be erased sign by sign', () => {
  expect(writeCode('K7QX-')).toBe('K7QX');
  expect(writeCode('K7QX-M')).toBe('K7QX-M');
});
