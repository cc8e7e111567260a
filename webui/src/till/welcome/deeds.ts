/** What a tap does in the welcome. Each step is kept by the till before the next is drawn. */
import { signal } from '@preact/signals';
import { changeLanguage } from '../api/box';
import type { Snapshot } from '../api/shapes';
import { addSampleGoods, goToStep, readWelcome, type WelcomeStep, type WelcomeView } from '../api/welcome';
import { refuse } from '../deeds';
import * as state from '../state';

export const known = signal<WelcomeView | null>(null);

async function inOrder(...wishes: (() => Promise<Snapshot>)[]): Promise<void> {
  try {
    for (const wish of wishes) {
      const now = await wish();
      state.refusal.value = null;
      state.draw(now);
    }
  } catch (error) {
    refuse(error);
  }
}

export function learn(): void {
  readWelcome().then((now) => {
    known.value = now;
  }, refuse);
}

export const go = (step: WelcomeStep | 'done') => void inOrder(() => goToStep(step));

export const choose = (language: string) =>
  void inOrder(
    () => changeLanguage(language),
    () => goToStep(known.peek()?.refusals.length === 0 ? 'network' : 'card'),
  );

export const sellSamples = () => void inOrder(addSampleGoods, () => goToStep('done'));
