import { expect, test } from 'vitest';
import { foldable, widestWord } from './names';

test.each([
  ['Erdbeermarmelade 250 g', 'Erdbeer|marmelade 250_g'],
  ['Pflaumenkuchen, Stück', 'Pflaumen|kuchen, Stück'],
  ['Süßkirschen', 'Süßkirschen'],
  ['Hokkaido-Kürbis', 'Hokkaido-Kürbis'],
  ['Auringonkukka', 'Auringon|kukka'],
  ['Mansikka, 5 kg laatikko', 'Mansikka, 5_kg laatikko'],
  ['Rau muống', 'Rau muống'],
])('%s is folded only where a word is too long for a key', (name, folded) => {
  expect(foldable(name).replaceAll('\u00ad', '|').replaceAll('\u00a0', '_')).toBe(folded);
});

test('a name is as wide as its widest piece', () => {
  expect(widestWord('Mansikka, 5 kg')).toBeGreaterThan(widestWord('5 kg'));
  expect(widestWord(foldable('Erdbeermarmelade'))).toBeLessThan(widestWord('Erdbeermarmelade'));
  expect(widestWord('Hokkaido-Kürbis')).toBe(widestWord('Hokkaido-'));
});
