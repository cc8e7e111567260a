/** What the morning check knows: the rows as last looked at, and whether this start was looked at or sold past. */
import { signal } from '@preact/signals';
import * as api from '../api/ready';
import * as deeds from '../deeds';
import { remember, remembered } from '../memory';
import * as state from '../state';
import { sayClock } from '../words';

const CALM_MS = 3000;
const STRIP_MS = 15_000;
const SENDING_MS = 1500;

export const ready = signal<api.Ready | null>(null);
export const lookedAt = signal('');
export const isBusy = signal(false);
/** The start of the till that needs no more words on the sell screen. */
export const seen = signal(remembered('ready'));

export function seeIt(): void {
  const now = ready.peek();
  if (!now || seen.peek() === now.started_utc) return;
  seen.value = now.started_utc;
  remember('ready', now.started_utc);
}

export async function look(): Promise<void> {
  try {
    ready.value = await api.readReady();
    lookedAt.value = sayClock();
  } catch (error) {
    deeds.refuse(error);
  }
}

/** Looks now and again and again until the answer is called. */
function watchEvery(pause_ms: number, looked: () => void): () => void {
  let timer = 0;
  let isOpen = true;
  const again = async () => {
    await look();
    if (!isOpen) return;
    looked();
    timer = window.setTimeout(again, pause_ms);
  };
  void again();
  return () => {
    isOpen = false;
    window.clearTimeout(timer);
  };
}

/** While the screen is open: whoever sees it has seen it. */
export const watch = () => watchEvery(CALM_MS, seeIt);
/** While the line on the sell screen may be wanted. */
export const watchForStrip = () => watchEvery(STRIP_MS, () => undefined);

/** Asks the back office at once where there is one, and looks again. */
export async function refresh(): Promise<void> {
  if (isBusy.peek()) return;
  isBusy.value = true;
  const now = state.sync.peek();
  if (now.state === 'enrolled' && now.offline_until === null) {
    deeds.syncNow();
    await new Promise((next) => setTimeout(next, SENDING_MS));
  }
  await look();
  isBusy.value = false;
}

const SCREENS = {
  goods: deeds.showGoods,
  people: deeds.showPeople,
  day: deeds.showDay,
  stock: deeds.showStock,
  devices: deeds.showDevices,
  care: deeds.showCare,
  wifi: deeds.showWifi,
} as const;

/** The screen that mends it; the two sheets lie over the rows. */
export function go(where: Exclude<api.Where, ''>): void {
  if (where === 'status' || where === 'stick') state.sheet.value = { kind: where };
  else SCREENS[where]();
}
