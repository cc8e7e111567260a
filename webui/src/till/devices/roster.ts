/** What the till says of its devices, and what a tap does about them. */
import { signal } from '@preact/signals';
import * as api from '../api/devices';
import { refuse } from '../deeds';

export const roster = signal<api.Devices | null>(null);
/** The device of which the vendor is asked what it is. */
export const asked = signal<string | null>(null);

let isLooking = false;
let isStale = false;

/** Looks again; many wishes while one look is on its way are one more look. */
export async function look(): Promise<void> {
  if (isLooking) {
    isStale = true;
    return;
  }
  isLooking = true;
  try {
    do {
      isStale = false;
      roster.value = await api.readDevices();
    } while (isStale);
  } catch (error) {
    refuse(error);
  } finally {
    isLooking = false;
  }
}

async function drawn(answer: Promise<api.Devices>): Promise<void> {
  try {
    roster.value = await answer;
  } catch (error) {
    refuse(error);
  }
}

export function say(key: string, role: api.Role, baud: number | null): void {
  asked.value = null;
  void drawn(api.assign(key, role, baud));
}

export function forget(key: string): void {
  asked.value = null;
  void drawn(api.forget(key));
}

export const printSample = () => void drawn(api.printSample());
export const startPairing = () => void drawn(api.startPairing());
export const endPairing = () => void drawn(api.endPairing());
