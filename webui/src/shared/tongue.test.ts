import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Language } from './i18n';
import { tongue, type WordFiles } from './tongue';

type Words = { pay: string };

/** Words that come when told to, and fail when told to. */
function files() {
  const asked: Language[] = [];
  const doors = new Map<Language, { resolve: (words: Words) => void; reject: (why: Error) => void }>();
  const fetch = (language: Language) => () => {
    asked.push(language);
    return new Promise<Words>((resolve, reject) => doors.set(language, { resolve, reject }));
  };
  const all: WordFiles<Words> = {
    de: fetch('de'),
    en: fetch('en'),
    fi: fetch('fi'),
    it: fetch('it'),
    vi: fetch('vi'),
  };
  const come = (language: Language) => doors.get(language)?.resolve({ pay: `pay in ${language}` });
  const fail = (language: Language) => doors.get(language)?.reject(new Error('the box is starting again'));
  return { all, asked, come, fail };
}

const soon = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('nothing is spoken before the words are here, then they and their language are', async () => {
  const words = files();
  const { spoken, follow } = tongue(words.all, signal<Language>('de'));
  const end = follow();
  expect(spoken.value).toBeNull();
  words.come('de');
  await soon();
  expect(spoken.value).toEqual({ language: 'de', words: { pay: 'pay in de' } });
  expect(words.asked).toEqual(['de']);
  end();
});

test('the old language stays until the words of the new one are here', async () => {
  const words = files();
  const wanted = signal<Language>('de');
  const { spoken, follow } = tongue(words.all, wanted);
  const end = follow();
  words.come('de');
  await soon();
  wanted.value = 'fi';
  await soon();
  expect(spoken.value?.language).toBe('de');
  words.come('fi');
  await soon();
  expect(spoken.value).toEqual({ language: 'fi', words: { pay: 'pay in fi' } });
  end();
});

test('words that come late do not take the screen from a language chosen after them', async () => {
  const words = files();
  const wanted = signal<Language>('de');
  const { spoken, follow } = tongue(words.all, wanted);
  const end = follow();
  wanted.value = 'vi';
  words.come('vi');
  await soon();
  words.come('de');
  await soon();
  expect(spoken.value?.language).toBe('vi');
  end();
});

test('while the box is away it is asked again, for the language wanted by then', async () => {
  const words = files();
  const wanted = signal<Language>('de');
  const { spoken, follow } = tongue(words.all, wanted);
  const end = follow();
  words.fail('de');
  await vi.advanceTimersByTimeAsync(5000);
  expect(words.asked).toEqual(['de', 'de']);
  words.fail('de');
  await soon();
  wanted.value = 'it';
  await vi.advanceTimersByTimeAsync(5000);
  expect(words.asked).toEqual(['de', 'de', 'it']);
  words.come('it');
  await soon();
  expect(spoken.value?.language).toBe('it');
  end();
});

test('once it ends, nobody is asked any more', async () => {
  const words = files();
  const end = tongue(words.all, signal<Language>('en')).follow();
  end();
  words.fail('en');
  await vi.advanceTimersByTimeAsync(5000);
  expect(words.asked).toEqual(['en']);
});
