/** What a refused PIN says: the words, and how long the next try has to wait. */
import type { Refusal } from '../api/shapes';
import { sayRefusal } from '../words';

export type Told = { words: string | null; waitS: number };

export const NOTHING: Told = { words: null, waitS: 0 };

export function toldBy(refusal: Refusal): Told {
  const waitS = Number(refusal.params.wait_s ?? 0);
  return { words: refusal.code === 'pin_wait' ? null : sayRefusal(refusal), waitS };
}
