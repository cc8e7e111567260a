/**
 * Sends what the vendor wants, one intent after the other, and does not let go until the till has
 * answered: the same Idempotency-Key goes out again after a lost answer, so nothing counts twice.
 * Knows nothing of the screens; they read `isSaving` and get the answer or the refusal.
 */
import { signal } from '@preact/signals';
import type { Refusal } from './shapes';
import { type Answer, type Method, request } from './wire';

/** True once an intent has waited longer than a vendor should wonder about. */
export const isSaving = signal(false);

/** The till answered, and the answer is no. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

const SLOW_MS = 90;
const FIRST_PAUSE_MS = 150;
const LONGEST_PAUSE_MS = 2000;

let queue: Promise<unknown> = Promise.resolve();
let waiting = 0;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function refusalIn(answer: Answer): Refusal | null {
  const error = (answer.body as { error?: { code?: unknown; field?: unknown; params?: unknown } } | null)
    ?.error;
  if (typeof error?.code !== 'string') return null;
  const field = typeof error.field === 'string' ? error.field : null;
  return { code: error.code, field, params: (error.params ?? {}) as Refusal['params'] };
}

/** Sends until the till itself answers; a proxy's or a starting server's 5xx is not an answer. */
export async function untilAnswered(
  method: Method,
  path: string,
  body?: unknown,
  key?: string,
  approval?: string,
): Promise<unknown> {
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    const answer = await request(method, path, body, key, approval).catch(() => null);
    if (answer !== null) {
      if (answer.status < 300) return answer.body;
      const refusal = refusalIn(answer);
      // A slow card has not said no: the same key finds out what became of the intent.
      const isUndecided = refusal?.code === 'store_busy';
      if (refusal && !isUndecided) throw new Refused(refusal);
      if (answer.status === 401) throw new Refused({ code: 'not_paired', params: {} });
      if (answer.status < 500) throw new Refused({ code: 'bad_request', params: {} });
    }
    await pause(wait);
  }
}

/** Asks who approves a right; null when nobody does. The screens hang theirs in here. */
type Approver = (right: string) => Promise<string | null>;

let approver: Approver = () => Promise.resolve(null);

export function useApprover(other: Approver): void {
  approver = other;
}

/** The intent, and where it needs somebody's approval the same one again with it. */
async function approved(method: Method, path: string, body: unknown, key: string): Promise<unknown> {
  try {
    return await untilAnswered(method, path, body, key);
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code !== 'needs_approval') throw error;
    const token = await approver(String(error.refusal.params.right));
    if (token === null) throw error;
    return untilAnswered(method, path, body, key, token);
  }
}

/** Queues one intent behind the others; resolves with the till's answer. */
export function intend(method: Method, path: string, body: unknown): Promise<unknown> {
  const key = newKey();
  waiting += 1;
  const slow = setTimeout(() => {
    isSaving.value = true;
  }, SLOW_MS);
  const answered = queue
    .then(() => approved(method, path, body, key))
    .finally(() => {
      clearTimeout(slow);
      waiting -= 1;
      if (waiting === 0) isSaving.value = false;
    });
  queue = answered.catch(() => undefined);
  return answered;
}
