import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { intend, isSaving, type Refused } from './intents';
import { type Answer, useWire } from './wire';

type Sent = { path: string; key: string | undefined };
let sent: Sent[] = [];
let answers: (Answer | Error | Promise<Answer>)[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  sent = [];
  useWire({
    listen: () => undefined,
    request: async (_method, path, _body, key) => {
      sent.push({ path, key });
      const next = answers.shift() ?? { status: 200, body: path };
      if (next instanceof Error) throw next;
      return next;
    },
  });
});
afterEach(() => vi.useRealTimers());

test('a lost answer is asked for again with the same key, however often it is lost', async () => {
  answers = [
    new Error('gone'),
    new Error('gone'),
    { status: 502, body: null },
    { status: 200, body: 'sold' },
  ];
  const paid = intend('POST', '/ticket/pay', {});
  await vi.advanceTimersByTimeAsync(5000);
  expect(await paid).toBe('sold');
  expect(sent).toHaveLength(4);
  expect(new Set(sent.map((one) => one.key)).size).toBe(1);
  expect(sent[0]?.key).toMatch(/^[A-Za-z0-9_-]{8,64}$/);
});

test('a card too slow to say is asked again with the same key', async () => {
  const busy = { error: { code: 'store_busy', params: {} } };
  answers = [
    { status: 503, body: busy },
    { status: 200, body: 'sold' },
  ];
  const paid = intend('POST', '/ticket/pay', {});
  await vi.advanceTimersByTimeAsync(1000);
  expect(await paid).toBe('sold');
  expect(new Set(sent.map((one) => one.key)).size).toBe(1);
});

test('intents go one after the other, each with its own key', async () => {
  answers = [new Error('gone')];
  const both = Promise.all([intend('POST', '/a', {}), intend('POST', '/b', {})]);
  await vi.advanceTimersByTimeAsync(1000);
  await both;
  expect(sent.map((one) => one.path)).toEqual(['/a', '/a', '/b']);
  expect(sent[0]?.key).not.toBe(sent[2]?.key);
});

test('a refusal of the till is not repeated and does not stop the next intent', async () => {
  answers = [{ status: 507, body: { error: { code: 'store_full', params: {} } } }];
  const refused = intend('POST', '/a', {}).catch((error: unknown) => error);
  const next = intend('POST', '/b', {});
  await vi.advanceTimersByTimeAsync(10);
  expect(((await refused) as Refused).refusal.code).toBe('store_full');
  expect(await next).toBe('/b');
  expect(sent).toHaveLength(2);
});

test('a slow answer shows "saving" within 100 ms and takes it away afterwards', async () => {
  let answer: (now: Answer) => void = () => undefined;
  answers = [new Promise<Answer>((resolve) => (answer = resolve))];
  const slow = intend('POST', '/a', {});
  await vi.advanceTimersByTimeAsync(80);
  expect(isSaving.value).toBe(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(isSaving.value).toBe(true);
  answer({ status: 200, body: null });
  await slow;
  expect(isSaving.value).toBe(false);
});
