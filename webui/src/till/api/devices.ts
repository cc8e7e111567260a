/** Attached devices: what is plugged in, what it is for, a test print, pairing a scanner. */
import { intend, untilAnswered } from './intents';

export type Role = 'printer' | 'scale' | 'scanner' | 'display' | 'ignored';
export type Attached = {
  key: string;
  kind: 'printer' | 'serial' | 'keyboard' | 'configured';
  role: Role | null;
  name: string;
  node: string;
  state: string;
  baud: number | null;
  roles: Role[];
  can_forget: boolean;
};
/** `bars` are the 95 modules of an EAN-13, `qr` the rows of the same digits as a QR code. */
export type Pairing = {
  state: 'waiting' | 'paired' | 'known' | 'expired';
  name: string;
  code: string;
  bars: string;
  qr: string[];
};
export type Devices = {
  devices: Attached[];
  sample: 'none' | 'waiting' | 'printed' | 'sent' | 'unconfirmed' | 'not_printed';
  pairing: Pairing | null;
};

const device = (key: string) => `/devices/${encodeURIComponent(key)}`;

export const readDevices = () => untilAnswered('GET', '/devices') as Promise<Devices>;
export const assign = (key: string, role: Role, baud: number | null) =>
  intend('PATCH', device(key), { role, baud }) as Promise<Devices>;
export const forget = (key: string) => intend('DELETE', device(key), undefined) as Promise<Devices>;
export const printSample = () => intend('POST', '/test-print', {}) as Promise<Devices>;
export const startPairing = () => intend('POST', '/scanner-pairing', {}) as Promise<Devices>;
export const endPairing = () => intend('DELETE', '/scanner-pairing', undefined) as Promise<Devices>;
