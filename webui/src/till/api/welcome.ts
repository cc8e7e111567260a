/** The first minutes with a new box: how far they are, and what of the card's file was not taken. */
import { intend, untilAnswered } from './intents';
import type { Snapshot } from './shapes';

export type WelcomeStep = 'language' | 'card' | 'network' | 'office' | 'goods' | 'restored';
export type CardRefusal = { key: string; code: string; allowed: string };
/** What the backup stick of a broken box gave; `missing_from` and later may be on its card alone. */
export type Restored = {
  stall: string;
  facts: number;
  last_number: string;
  missing_from: string;
  series: string;
  is_whole: boolean;
};
export type WelcomeView = {
  step: WelcomeStep | null;
  hostname: string;
  refusals: CardRefusal[];
  is_grown: boolean | null;
  restoring: string;
  restored: Restored | null;
};

export const readWelcome = () => untilAnswered('GET', '/welcome') as Promise<WelcomeView>;
export const goToStep = (step: WelcomeStep | 'done') =>
  intend('POST', '/welcome/step', { step }) as Promise<Snapshot>;
export const restoreFrom = (code: string) =>
  intend('POST', '/welcome/restore', { code }) as Promise<WelcomeView>;
export const addSampleGoods = () => intend('POST', '/welcome/sample-goods', {}) as Promise<Snapshot>;
