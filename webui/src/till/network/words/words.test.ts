import { expect, test } from 'vitest';
import { LANGUAGES, placeholders } from '../../../shared/i18n';
import { type Key, words } from '.';

const keys = Object.keys(words.en) as Key[];
/** Whatever the box may say came of a wish; see `Outcome` of appliance/network/wifi.py and the till's own. */
const OUTCOMES = [
  'joined',
  'password',
  'out_of_range',
  'no_address',
  'not_allowed',
  'radio_off',
  'no_wifi',
  'slow',
  'interrupted',
  'failed',
  'no_answer',
];

test.each(LANGUAGES)('$name says every message with the same parameters as English', ({ code }) => {
  for (const key of keys) {
    expect([key, placeholders(words[code][key])]).toEqual([key, placeholders(words.en[key])]);
  }
});

test('every outcome has a sentence', () => {
  expect(OUTCOMES.filter((one) => !keys.includes(`outcome.${one}` as Key))).toEqual([]);
});
