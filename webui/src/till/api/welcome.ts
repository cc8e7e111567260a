/** The first minutes with a new box: how far they are, and what of the card's file was not taken. */
import { intend, untilAnswered } from './intents';
import type { Snapshot } from './shapes';

export type WelcomeStep = 'language' | 'card' | 'network' | 'office' | 'goods';
export type CardRefusal = { key: string; code: string; allowed: string };
export type WelcomeView = {
  step: WelcomeStep | null;
  hostname: string;
  refusals: CardRefusal[];
  is_grown: boolean | null;
};

export const readWelcome = () => untilAnswered('GET', '/welcome') as Promise<WelcomeView>;
export const goToStep = (step: WelcomeStep | 'done') =>
  intend('POST', '/welcome/step', { step }) as Promise<Snapshot>;
export const addSampleGoods = () => intend('POST', '/welcome/sample-goods', {}) as Promise<Snapshot>;
