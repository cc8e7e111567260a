import { expect, test } from 'vitest';
import { LANGUAGES, placeholders } from '../../../shared/i18n';
import { type Key, words } from '.';

const keys = Object.keys(words.en) as Key[];

test.each(LANGUAGES)('$name says every message with the same parameters as English', ({ code }) => {
  for (const key of keys) {
    expect([key, placeholders(words[code][key])]).toEqual([key, placeholders(words.en[key])]);
  }
});
