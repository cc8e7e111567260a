import { expect, test } from 'vitest';
import { LANGUAGES, placeholders } from '../../shared/i18n';
import type { WordKey } from '.';
import { WORDS } from './all';
import { en } from './en';

const keys = Object.keys(en) as WordKey[];

test.each(LANGUAGES)('$code says every message with the same parameters as English', ({ code }) => {
  expect(Object.keys(WORDS[code]).sort()).toEqual([...keys].sort());
  for (const key of keys) expect([key, placeholders(WORDS[code][key])]).toEqual([key, placeholders(en[key])]);
});

test.each(LANGUAGES)('$code leaves no message empty and no old quotes in it', ({ code }) => {
  for (const key of keys) {
    const message = WORDS[code][key];
    for (const text of typeof message === 'string' ? [message] : Object.values(message)) {
      expect(text.trim(), key).toBe(text);
      expect(text, key).not.toMatch(/^$|["']|\.\.\./);
    }
  }
});
