import { expect, test } from 'vitest';
import { LANGUAGES } from '../shared/i18n';
import { learnWords, snapshot } from './state';
import { sayCountry } from './words';

test.each(LANGUAGES)('$name has words for a box of no particular country', async ({ code }) => {
  const before = snapshot.value;
  snapshot.value = { ...(before as object), language: code } as typeof before;
  await learnWords(code);
  expect(sayCountry('generic')).not.toMatch(/generic/i);
  expect(sayCountry('fi').toLowerCase()).not.toBe('fi');
  snapshot.value = before;
});
