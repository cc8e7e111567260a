/** What the screen of the day knows and wishes. The till owns the truth; what is counted is the vendor's own. */
import { signal } from '@preact/signals';
import * as api from '../api/day';
import { refuse } from '../deeds';
import * as state from '../state';

export type Step = 'home' | 'open' | 'pay_in' | 'pay_out' | 'safe_drop' | 'count' | 'x' | 'z';

export const step = signal<Step>('home');
export const now = signal<api.ShiftNow | null>(null);
export const days = signal<api.ShiftRow[]>([]);
export const report = signal<api.Report | null>(null);
export const closed = signal<api.ShiftDetail | null>(null);
export const isBusy = signal(false);

/** One wish at a time; a refusal is shown, and the screen looks again. */
async function wish(deed: () => Promise<void>): Promise<void> {
  if (isBusy.value) return;
  isBusy.value = true;
  try {
    await deed();
    state.refusal.value = null;
  } catch (error) {
    refuse(error);
  } finally {
    isBusy.value = false;
  }
}

export async function look(): Promise<void> {
  try {
    [now.value, days.value] = await Promise.all([
      api.readShift(),
      api.readShifts().then((page) => page.shifts),
    ]);
  } catch (error) {
    refuse(error);
  }
}

export const open = (floatMinor: number) =>
  wish(async () => {
    await api.openShift(floatMinor);
    step.value = 'home';
    await look();
  });
export const move = (kind: api.MoveKind, amountMinor: number, reason: string) =>
  wish(async () => {
    await api.moveCash(kind, amountMinor, reason);
    step.value = 'home';
    await look();
  });
export const close = (countedMinor: number | null, pieces: api.Pieces | null) =>
  wish(async () => {
    closed.value = await api.closeShift(countedMinor, pieces);
    step.value = 'z';
    await look();
  });
export const showX = () =>
  wish(async () => {
    report.value = await api.readX();
    step.value = 'x';
  });
/** What should be in the drawer, with the PIN of somebody who may know it. */
export const showExpected = () =>
  wish(async () => {
    report.value = await api.readExpected();
  });
export const printX = () => wish(async () => void (await api.printX()));
export const showZ = (n: number) =>
  wish(async () => {
    closed.value = await api.readZ(n);
    step.value = 'z';
  });
export const copyZ = (n: number) =>
  wish(async () => {
    await api.reprintZ(n);
    state.notice.value = 'receipts.sent';
  });
