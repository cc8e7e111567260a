import { expect, test } from 'vitest';
import { formatRoom } from './i18n';

const plain = (text: string) => text.replace(/\s/g, ' ');

test('room on a card is said in gigabytes, and in megabytes when it grows scarce', () => {
  expect(plain(formatRoom('en', 72_678))).toBe('72.7 GB');
  expect(plain(formatRoom('de', 1_000))).toBe('1 GB');
  expect(plain(formatRoom('fi', 999))).toBe('999 Mt');
  expect(plain(formatRoom('vi', 0))).toBe('0 MB');
});
