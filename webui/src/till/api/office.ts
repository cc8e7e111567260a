/** The back office as the box sees it: connect, send now, stay offline. Nothing here waits for the network. */
import { intend } from './intents';
import type { OfflineUntil, Snapshot } from './shapes';

export const syncNow = () => intend('POST', '/sync/now', {}) as Promise<Snapshot>;
export const switchOffline = (until: OfflineUntil | null) =>
  intend('POST', '/sync/offline', { until }) as Promise<Snapshot>;
export const leave = (toStick: boolean) =>
  intend('POST', '/office/leave', { to_stick: toStick }) as Promise<Snapshot>;
export const enrol = (url: string) => intend('POST', '/office/enrol', { url }) as Promise<Snapshot>;
export const cancelEnrolment = () => intend('POST', '/office/cancel', {}) as Promise<Snapshot>;
