/** What the till says of its own health, and what a tap does about it. */
import { signal } from '@preact/signals';
import * as api from '../api/care';
import { refuse } from '../deeds';
import * as state from '../state';

export const care = signal<api.Care | null>(null);
export const tab = signal<'health' | 'test' | 'help'>('health');

const CALM_MS = 3000;
const BUSY_MS = 500;

/** Whether something is under way that the page should show soon. */
function isBusy(now: api.Care | null): boolean {
  return (
    now !== null &&
    (now.bundle.state === 'saving' ||
      now.paper === 'waiting' ||
      now.technician.state === 'asked' ||
      now.technician.wait_s > 0 ||
      now.parts.some((part) => part.state === 'running'))
  );
}

async function drawn(answer: Promise<api.Care>): Promise<void> {
  try {
    care.value = await answer;
    state.refusal.value = null;
  } catch (error) {
    refuse(error);
  }
}

/** Looks again and again while the page is open; returns how to stop. */
export function watch(): () => void {
  let timer = 0;
  let isOpen = true;
  const look = async () => {
    try {
      const now = await api.readCare();
      if (isOpen) care.value = now;
    } catch (error) {
      refuse(error);
    }
    if (isOpen) timer = window.setTimeout(look, isBusy(care.peek()) ? BUSY_MS : CALM_MS);
  };
  void look();
  return () => {
    isOpen = false;
    window.clearTimeout(timer);
  };
}

/** A deed, and looking more often until it is done. */
async function done(answer: Promise<api.Care>): Promise<void> {
  await drawn(answer);
  for (let rest = 60; rest > 0 && isBusy(care.peek()); rest -= 1) {
    await new Promise((next) => setTimeout(next, BUSY_MS));
    await drawn(api.readCare());
  }
}

export const begin = (part: api.Part) => void done(api.beginPart(part));
export const judge = (part: api.Part, isGood: boolean) => void done(api.judgePart(part, isGood));
export const printResults = () => void done(api.printResults());
export const saveBundle = () => void done(api.saveBundle());
export const setPin = (pin: string) => void done(api.setPin(pin));
export const letIn = (pin: string) => void done(api.letIn(pin));
export const closeDoor = () => void done(api.closeDoor());
