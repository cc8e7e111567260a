/**
 * The back office's side of the fake till: the `light`, `sync` and `status` of a snapshot, by the switch `sync` of the
 * address (safe, catching_up, offline, offline_by_choice, quarantine, fork, revoked, damage, watchdog_dead, full, asking,
 * pending, denied, expired, first; without it: only on this box).
 */
import type { Lamp, Snapshot, Status, Sync } from '../api/shapes';

const RHYTHMS: Record<Lamp['word'], Lamp['rhythm']> = {
  double_blink: [
    [1, 120],
    [0, 120],
    [1, 120],
    [0, 640],
  ],
  slow_pulse: [
    [1, 1000],
    [0, 1000],
  ],
  steady: [[1, 1000]],
  wink: [
    [1, 3800],
    [0, 200],
  ],
};
const ENROLLING = ['asking', 'pending', 'denied', 'expired'];
const SIDE = 33;

/** Squares that look like a QR code and say nothing. */
function pretendedQr(): string[] {
  const corner = (x: number, y: number) => {
    const far = Math.max(Math.abs(x - 3), Math.abs(y - 3));
    return far <= 3 ? (far === 2 ? '0' : '1') : far === 4 ? '0' : null;
  };
  return Array.from({ length: SIDE }, (_, y) =>
    Array.from({ length: SIDE }, (_, x) => {
      const fixed = corner(x, y) ?? corner(SIDE - 1 - x, y) ?? corner(x, SIDE - 1 - y);
      return fixed ?? String(((x * 7 + y * 13 + ((x * y) % 5)) >> 1) & 1);
    }).join(''),
  );
}

function lampOf(reason: string): Pick<Lamp, 'colour' | 'word'> {
  if (reason === 'safe') return { colour: 'green', word: 'steady' };
  if (reason === 'only_on_box') return { colour: 'green', word: 'wink' };
  if (reason === 'catching_up') return { colour: 'amber', word: 'steady' };
  if (reason.startsWith('offline')) return { colour: 'amber', word: 'slow_pulse' };
  if (reason === 'full' || reason === 'failed') return { colour: 'red', word: 'double_blink' };
  return { colour: 'amber', word: 'double_blink' };
}

export class FakeOffice {
  private wish: string;
  private until: Sync['offline_until'] = null;
  private now: Sync['sync_now'] = null;
  private url: string | null = null;

  constructor(switches: URLSearchParams) {
    this.wish = switches.get('sync') ?? 'only_on_box';
    this.until = this.wish === 'offline_by_choice' ? 'tonight' : null;
    if (ENROLLING.includes(this.wish)) this.url = 'https://backoffice.example';
  }

  /** Whether this part knows the way; if so, what it wished is done. */
  takes(path: string, body: Record<string, unknown>): boolean {
    if (path === '/sync/now') this.now = { state: this.outcome() };
    else if (path === '/sync/offline') {
      this.until = body.until as Sync['offline_until'];
      this.wish = this.until ? 'offline_by_choice' : 'safe';
    } else if (path === '/office/enrol') {
      this.url = String(body.url);
      this.wish = 'pending';
    } else if (path === '/office/cancel') this.wish = 'only_on_box';
    else return false;
    return true;
  }

  private outcome() {
    if (this.until) return 'offline_by_choice';
    return this.wish === 'offline'
      ? 'no_connection'
      : this.wish === 'watchdog_dead'
        ? 'watchdog_silent'
        : 'done';
  }

  view(sold: number): Pick<Snapshot, 'light' | 'sync' | 'status'> {
    const isEnrolling = ENROLLING.includes(this.wish);
    const reason = isEnrolling ? 'only_on_box' : this.wish === 'first' ? 'catching_up' : this.wish;
    const lamp = lampOf(reason);
    const isWaiting = ['offline', 'offline_by_choice', 'catching_up', 'watchdog_dead'].includes(reason);
    const waiting = this.wish === 'first' ? 9_420 : isWaiting ? sold : 0;
    const count = reason === 'quarantine' ? 1 : reason === 'only_on_box' ? sold : waiting;
    const level: Status['level'] =
      lamp.colour === 'red' ? 'danger' : lamp.colour === 'green' ? 'safe' : 'waiting';
    return {
      status: { level, key: `status.${reason}`, params: { count } },
      light: { ...lamp, rhythm: RHYTHMS[lamp.word], reason: `light.${reason}` },
      sync: this.sync(reason, isEnrolling, waiting),
    };
  }

  private sync(reason: string, isEnrolling: boolean, waiting: number): Sync {
    const isAlone = reason === 'only_on_box';
    const isOnline = !isAlone && !reason.startsWith('offline') && reason !== 'watchdog_dead';
    return {
      state: isEnrolling ? 'enrolling' : isAlone ? 'not_enrolled' : 'enrolled',
      online: isAlone ? null : isOnline,
      offline_until: this.until,
      waiting_facts: waiting === 0 ? 0 : waiting + 3,
      waiting_sales: waiting,
      oldest_waiting_s: waiting === 0 ? null : 84,
      acked_utc: isAlone ? null : '2026-11-22T08:21:00.000Z',
      tried_utc: '2026-11-22T08:42:00.000Z',
      problem: reason === 'offline' || this.wish === 'asking' ? 'no_network' : null,
      uplink: reason === 'offline' ? 'lte' : 'ethernet',
      first_sync: this.wish === 'first' ? { done: 3_112, total: 12_535 } : null,
      sync_now: this.now,
      enrol: isEnrolling ? this.enrolling() : null,
      merchant: isAlone ? null : 'Hofstand Brandt GbR',
      office_url: this.url,
      quarantine: reason === 'quarantine' ? 1 : 0,
    };
  }

  private enrolling(): Sync['enrol'] {
    const hasCode = this.wish === 'pending';
    return {
      state: this.wish,
      code: hasCode ? 'K7QX-M2PD' : null,
      approve_url: hasCode ? `${this.url}/join?code=K7QX-M2PD` : null,
      fingerprint: '3f9a 41c0 77be d215',
      qr: hasCode ? pretendedQr() : null,
    };
  }
}
