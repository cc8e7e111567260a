import { expect, test } from 'vitest';
import type { AsideEntry } from './api/shapes';
import { chooseLanguage, learnWords } from './state';
import { sayFound, sayLight } from './words';

const entry = (reason: string, params: AsideEntry['params']) => ({ reason, params }) as AsideEntry;

test('what was found in a record is said in words, amounts as money', async () => {
  chooseLanguage('de');
  await learnWords('de');
  expect(sayFound(entry('sums_differ', { field: 'lines', found: 1240, expected: 1250 }))).toBe(
    'Posten: gefunden 12,40\u00a0€, erwartet 12,50\u00a0€',
  );
  expect(sayFound(entry('unknown_type', { found: 'tip' }))).toBe('Gefunden: tip');
  expect(sayFound(entry('bad_sale', { field: 'day' }))).toBe('Es geht um: Tag');
  expect(sayFound(entry('bad_sale', { field: 'lines.quantity' }))).toBe('Es geht um: lines.quantity');
  expect(sayFound(entry('revoked', {}))).toBeNull();
});

test('a light of a newer box is said by its colour and rhythm', async () => {
  chooseLanguage('en');
  await learnWords('en');
  const newer = { colour: 'amber', rhythm: 'double_blink', reason: 'light.of_tomorrow' } as const;
  expect(sayLight(newer)).toBe('Selling safely, a person is needed');
});
