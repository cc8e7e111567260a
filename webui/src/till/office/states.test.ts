/** Every state the box can name has words on the till and in the back office: the names are read where they are made. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { WORDS as OFFICE_WORDS } from '../../office/words/all';
import { LANGUAGES } from '../../shared/i18n';
import { WORDS } from '../../shared/words/all';
import { words } from './words';

const at = (path: string) => new URL(`../../../../${path}`, import.meta.url);
const source = (path: string) => readFileSync(at(path), 'utf8');

/** All modules of a Python package as one text: which of them says a name is none of our business. */
const sources = (folder: string) =>
  readdirSync(at(folder))
    .filter((name) => name.endsWith('.py'))
    .map((name) => source(`${folder}/${name}`))
    .join('\n');

const found = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))].sort();

/** A function of a Python class, from its name to the next one. */
function body(text: string, name: string): string {
  const start = text.indexOf(`def ${name}(`);
  const rest = text.slice(start + 1);
  const end = rest.search(/\n(?: {4})?(?:@|def )/);
  expect(start, name).toBeGreaterThan(0);
  return end < 0 ? rest : rest.slice(0, end);
}

const TILL = sources('appliance/till');
const ANSWERS = source('appliance/watchdog/answers.py');
const CONSTANT = /^[A-Z_]+ = "([a-z_]+)"/gm;

/** What a person is needed for: the till's own reasons and the one the back office tells. */
const attentions = [
  ...found(body(TILL, '_attention'), /return "([a-z_]+)"/g),
  ...found(TILL, /^UNKNOWN_BOX = "([a-z_]+)"/gm),
  ...found(source('backoffice/ingest.py'), /^FORK: Final = "([a-z_]+)"/gm),
];
const lights = [...found(source('appliance/domain/light.py'), /"light\.([a-z_]+)"/g), ...attentions];
const problems = found(ANSWERS, CONSTANT);
const cards = found(sources('appliance/store'), /problem = "(\w+)"/g);
const outcomes = [
  ...found(TILL, /_sync_now_state = "([a-z_]+)"/g),
  ...found(body(TILL, '_outcome'), /(?:return|else) "([a-z_]+)"/g),
];

test('the names are found where they are made', () => {
  expect(attentions.sort()).toEqual(['damage', 'fork', 'quarantine', 'revoked', 'unknown_box']);
  expect(lights).toEqual(
    expect.arrayContaining(['safe', 'offline', 'till_dead', 'cannot_save', 'watchdog_dead']),
  );
  expect(problems).toEqual(expect.arrayContaining(['no_network', 'clock', 'slow', 'unknown_box']));
  expect(cards).toEqual(['failed', 'full', 'read_only']);
  expect(outcomes).toEqual(
    expect.arrayContaining(['watchdog_silent', 'offline_by_choice', 'office_down', 'done']),
  );
});

const shown = [...lights.filter((reason) => reason !== 'till_dead'), ...cards]; // no till, no screen
const byCard = ['failed', 'read_only', 'cannot_save']; // what to do is the same: do.danger

test.each(LANGUAGES)('$code: the till has words for every state', ({ code }) => {
  expect(shown.filter((reason) => !(`status.${reason}` in WORDS[code]))).toEqual([]);
  const deeds = shown.filter((reason) => !byCard.includes(reason));
  expect(deeds.filter((reason) => !(`do.${reason}` in words[code]))).toEqual([]);
});

test.each(LANGUAGES)('$code: the till says why it is offline and what came of asking', ({ code }) => {
  expect(problems.filter((why) => !(`why.${why}` in words[code]))).toEqual([]);
  expect(outcomes.filter((came) => !(`now.${came}` in words[code]))).toEqual([]);
});

test.each(LANGUAGES)('$code: the back office has words for every light', ({ code }) => {
  expect(lights.filter((reason) => !(`light.${reason}` in OFFICE_WORDS[code]))).toEqual([]);
});
