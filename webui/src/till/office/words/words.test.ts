import { expect, test } from 'vitest';
import { LANGUAGES, placeholders, speak } from '../../../shared/i18n';
import { type Key, words } from '.';

const keys = Object.keys(words.en) as Key[];

test.each(LANGUAGES)('$name says every message with the same parameters as English', ({ code }) => {
  for (const key of keys) {
    expect([key, placeholders(words[code][key])]).toEqual([key, placeholders(words.en[key])]);
  }
});

test('no receipt, one receipt and many are told apart', () => {
  const say = (count: number) => speak('en', words.en['now.no_connection'], { count });
  expect(say(0)).toContain('Everything is stored safely');
  expect(say(1)).toContain('1 receipt is stored safely');
  expect(say(3)).toBe(
    'No Internet connection. 3 receipts are stored safely on this box and will be sent by themselves.',
  );
});
