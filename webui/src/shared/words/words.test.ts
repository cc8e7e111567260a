import { expect, test } from 'vitest';
import { asLanguage, LANGUAGES, placeholders, speak } from '../i18n';
import { WORDS } from './all';
import { en } from './en';
import { CONNECTING } from './first';
import type { WordKey } from './index';

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

test.each(LANGUAGES)('$code has a word for the moment before its words are here', ({ code }) => {
  expect(CONNECTING[code]).toMatch(/\S …$/);
});

test('one receipt and two receipts are told apart', () => {
  expect(speak('de', WORDS.de['printer.queued'], { count: 1 })).toBe('1 Beleg wartet');
  expect(speak('fi', WORDS.fi['printer.queued'], { count: 2 })).toBe('2 kuittia odottaa');
  expect(speak('vi', WORDS.vi['printer.queued'], { count: 1 })).toBe('1 hóa đơn đang chờ');
});

test('pieces are counted in the language of the vendor', () => {
  expect(speak('de', WORDS.de['sell.items'], { count: 5994 })).toBe('5.994 Artikel');
  expect(speak('en', WORDS.en['sell.items'], { count: 1 })).toBe('1 item');
  expect(speak('fi', WORDS.fi['sell.items'], { count: 2 })).toBe('2 tuotetta');
});

test('an unknown language falls back to English, a region is ignored', () => {
  expect(asLanguage('de-AT')).toBe('de');
  expect(asLanguage('xx')).toBe('en');
  expect(asLanguage(null)).toBe('en');
});
