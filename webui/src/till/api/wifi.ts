/** Wi-Fi as the box sees it. A wish is sent; what came of it is asked for until it is known. */
import { intend, untilAnswered } from './intents';

export type WifiNetwork = {
  ssid: string;
  /** 0 to 4 bars. */
  strength: number;
  is_locked: boolean;
  is_hidden: boolean;
  is_known: boolean;
};

export type WifiView = {
  /** `off`: switched off until it is told its country; `none`: this box has no Wi-Fi. */
  radio: 'unknown' | 'ready' | 'off' | 'none';
  networks: WifiNetwork[];
  joined: string | null;
  is_searching: boolean;
  join: { ssid: string; is_done: boolean; outcome: string | null } | null;
  country: string;
};

export type WifiWish = { ssid: string; password?: string; is_hidden?: boolean };

export const readWifi = () => untilAnswered('GET', '/wifi') as Promise<WifiView>;
export const searchWifi = () => intend('POST', '/wifi/look', {}) as Promise<WifiView>;
export const joinWifi = (wish: WifiWish) => intend('POST', '/wifi/join', wish) as Promise<WifiView>;
export const setWifiCountry = (country: string) =>
  intend('POST', '/wifi/country', { country }) as Promise<WifiView>;
