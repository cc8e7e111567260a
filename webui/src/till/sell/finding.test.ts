import { expect, test } from 'vitest';
import { goods } from '../fake/goods';
import { fold, found, indexed } from './finding';

const names = (language: 'de' | 'vi', query: string) =>
  found(indexed(goods(language, false, 0).items), query).map((item) => item.name);

test('plain letters find words with marks', () => {
  expect(names('de', 'apfel')).toEqual(['Äpfel Elstar', 'Apfelsaft 1 l']);
  expect(names('vi', 'da lat')).toEqual(['Dâu tây Đà Lạt 500 g']);
  expect(fold('Weißkohl Đậu')).toBe('weisskohl dau');
});

test('a barcode finds its item, a word start comes before a word middle', () => {
  expect(names('de', '4012345678901')).toEqual(['Apfelsaft 1 l']);
  expect(names('de', 'na')).toEqual(['Bananen', 'Ananas']);
  expect(names('de', 'an')[0]).toBe('Ananas');
});

test('5,000 items are searched within a frame', () => {
  const index = indexed(goods('de', false, 5000).items);
  const from = performance.now();
  expect(found(index, 'kiwi 4').length).toBeGreaterThan(10);
  expect(performance.now() - from).toBeLessThan(50);
});
