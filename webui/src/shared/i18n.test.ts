import { expect, test } from 'vitest';
import { formatRoom, type Language, wordsOf } from './i18n';

const plain = (text: string) => text.replace(/\s/g, ' ');

test('room on a card is said in gigabytes, and in megabytes when it grows scarce', () => {
  expect(plain(formatRoom('en', 72_678))).toBe('72.7 GB');
  expect(plain(formatRoom('de', 1_000))).toBe('1 GB');
  expect(plain(formatRoom('fi', 999))).toBe('999 Mt');
  expect(plain(formatRoom('vi', 0))).toBe('0 MB');
});

test('a page speaks in the language it has now, and of a foreign key only what it has words for', () => {
  const english = { 'said.left': { one: '{count} box', other: '{count} boxes' }, hello: 'Hello {name}' };
  const german = { 'said.left': { one: '{count} Kiste', other: '{count} Kisten' }, hello: 'Hallo {name}' };
  const words = { de: german, en: english, fi: english, it: english, vi: english };
  let language: Language = 'de';
  const { tell, tellForeign } = wordsOf(words, () => language);
  expect(tell('hello', { name: 'Mai' })).toBe('Hallo Mai');
  language = 'en';
  expect([tell('said.left', { count: 1 }), tellForeign('said.left', { count: 2 })]).toEqual([
    '1 box',
    '2 boxes',
  ]);
  expect(tellForeign('said.nothing')).toBeNull();
});
