/**
 * Languages and messages: how a key, its parameters and a language become a sentence.
 * Knows nothing of the screens; each page brings its own catalogue of words.
 */

export type Language = 'de' | 'en' | 'fi' | 'it' | 'vi';

/** Every language in its own name, as the menu lists them. */
export const LANGUAGES: readonly { code: Language; name: string }[] = [
  { code: 'de', name: 'Deutsch' },
  { code: 'en', name: 'English' },
  { code: 'fi', name: 'Suomi' },
  { code: 'it', name: 'Italiano' },
  { code: 'vi', name: 'Tiếng Việt' },
];

/** One text, or one per plural form of `count`; `none` is for a count of 0. Placeholders look like `{count}`. */
export type Message = string | { none?: string; one?: string; other: string };
export type Params = Readonly<Record<string, string | number>>;

/** The language meant by a tag such as `de-AT`; English where we have none. */
export function asLanguage(tag: string | null | undefined): Language {
  const short = (tag ?? '').slice(0, 2).toLowerCase();
  return LANGUAGES.find((language) => language.code === short)?.code ?? 'en';
}

const pluralRules = new Map<Language, Intl.PluralRules>();

function pluralRule(language: Language): Intl.PluralRules {
  const known = pluralRules.get(language);
  if (known) return known;
  const rule = new Intl.PluralRules(language);
  pluralRules.set(language, rule);
  return rule;
}

const countFormats = new Map<Language, Intl.NumberFormat>();

/** `5994` -> `5.994` in German. */
function formatCount(language: Language, count: number): string {
  if (Math.abs(count) < 1000) return String(count);
  const format = countFormats.get(language) ?? new Intl.NumberFormat(language);
  countFormats.set(language, format);
  return format.format(count);
}

function formFor(language: Language, message: Exclude<Message, string>, count: number): string {
  if (count === 0 && message.none !== undefined) return message.none;
  const isOne = pluralRule(language).select(count) === 'one';
  return isOne && message.one !== undefined ? message.one : message.other;
}

/** Fills a message. The plural form follows the parameter `count`. */
export function speak(language: Language, message: Message, params: Params = {}): string {
  const text = typeof message === 'string' ? message : formFor(language, message, Number(params.count ?? 0));
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatCount(language, value) : value;
  });
}

/** How a page speaks its own words: `tell` by a key it has, `tellForeign` by one made of what the box said. */
export function wordsOf<Key extends string>(
  words: Readonly<Record<Language, Readonly<Record<Key, Message>>>>,
  now: () => Language,
) {
  const tell = (key: Key, params?: Params): string => speak(now(), words[now()][key], params);
  /** `null` when this page has no words for the key. */
  const tellForeign = (key: string, params?: Params): string | null => {
    const message = (words[now()] as Partial<Record<string, Message>>)[key];
    return message === undefined ? null : speak(now(), message, params);
  };
  return { tell, tellForeign };
}

/** The names of the placeholders in a message, for tests that compare languages. */
export function placeholders(message: Message): string[] {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  const names = new Set<string>();
  for (const text of texts) for (const match of text.matchAll(/\{(\w+)\}/g)) names.add(match[1] ?? '');
  return [...names].sort();
}

/** Room on a card as a person reads it: `72.3 GB`, below one gigabyte `640 MB`. */
export function formatRoom(language: Language, megabytes: number): string {
  const isLarge = megabytes >= 1000;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isLarge ? 'gigabyte' : 'megabyte',
    maximumFractionDigits: isLarge ? 1 : 0,
  }).format(isLarge ? megabytes / 1000 : megabytes);
}
