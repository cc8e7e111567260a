/** The radio of the fake till, by the switch `wifi` of the address: ready (without it), off, none, empty. */
import type { WifiNetwork, WifiView } from '../api/wifi';

const SEARCH_MS = 900;
const JOIN_MS = 1200;

const network = (ssid: string, strength: number, is_locked = true): WifiNetwork => ({
  ssid,
  strength,
  is_locked,
  is_hidden: false,
  is_known: false,
});

export class FakeWifi {
  private now: WifiView;

  constructor(switches: URLSearchParams, country: string) {
    const wish = switches.get('wifi') ?? 'ready';
    const radio = wish === 'off' || wish === 'none' ? wish : 'ready';
    const names = [
      network('Market hall', 4),
      network('FRITZ!Box 7590 Obst & Gemüse Brandt', 3),
      network('Town square free', 3, false),
      network('Bakery', 2),
      network('Chợ Bến Thành', 2, false),
      network('Mia’s phone', 1),
    ];
    this.now = {
      radio,
      networks: wish === 'empty' || radio !== 'ready' ? [] : names,
      joined: null,
      is_searching: false,
      join: null,
      country,
    };
  }

  /** The answer to a question or a wish; `null` for a path of somebody else. */
  answer(path: string, body: Record<string, unknown>): WifiView | null {
    if (!path.startsWith('/wifi')) return null;
    if (path === '/wifi/look') this.later({ is_searching: true }, SEARCH_MS, { is_searching: false });
    else if (path === '/wifi/country')
      this.now = { ...this.now, radio: 'ready', country: String(body.country) };
    else if (path === '/wifi/join') this.join(String(body.ssid), body.password);
    return this.now;
  }

  private join(ssid: string, password: unknown): void {
    const isThere = this.now.networks.some((one) => one.ssid === ssid) || ssid === 'Backstage';
    const isLocked = this.now.networks.find((one) => one.ssid === ssid)?.is_locked ?? true;
    const outcome = !isThere
      ? 'out_of_range'
      : ssid === 'Bakery' || (isLocked && password === undefined)
        ? 'password'
        : ssid.startsWith('Mia')
          ? 'no_address'
          : 'joined';
    const joined = outcome === 'joined' ? ssid : this.now.joined;
    const networks = this.now.networks.map((one) => (one.ssid === joined ? { ...one, is_known: true } : one));
    this.later({ join: { ssid, is_done: false, outcome: null } }, JOIN_MS, {
      join: { ssid, is_done: true, outcome },
      joined,
      networks,
    });
  }

  private later(at_once: Partial<WifiView>, ms: number, then: Partial<WifiView>): void {
    this.now = { ...this.now, ...at_once };
    setTimeout(() => {
      this.now = { ...this.now, ...then };
    }, ms);
  }
}
