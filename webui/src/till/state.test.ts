import { beforeEach, expect, test, vi } from 'vitest';
import type { Line, Snapshot } from './api/shapes';

vi.stubGlobal('window', { localStorage: null });
vi.stubGlobal('navigator', { language: 'de' });
const state = await import('./state');

const line = (id: string, quantity = 1): Line => ({
  id,
  item_id: 'kiwi',
  name: 'Kiwi',
  unit: 'piece',
  quantity,
  weight_g: null,
  price_minor: 50,
  kind: 'goods',
  parent_id: null,
  amount_minor: 50 * quantity,
  discount_minor: 0,
});

const snapshot = (rev: number, lines: Line[]): Snapshot => ({
  rev,
  language: 'de',
  country: 'DE',
  currency: { code: 'EUR', exponent: 2 },
  merchant: { name: 'Brandt' },
  box: { series: 'A', stall: '12' },
  clock_utc: '2026-11-22T08:42:00Z',
  offset_min: 60,
  business_day: '2026-11-22',
  ticket: {
    id: 't',
    rev,
    lines,
    discounts: [],
    discount_minor: 0,
    total_minor: lines.reduce((sum, one) => sum + one.amount_minor, 0),
    count: lines.length,
    can_undo: true,
    touched: null,
    due_minor: 0,
    cash_due_minor: 0,
    payments: [],
    coupons: [],
    name: '',
    quick_cash: [],
  },
  last_sale: null,
  status: { level: 'safe', key: 'status.only_on_box', params: { count: 1 } },
  light: {
    colour: 'green',
    word: 'wink',
    rhythm: [
      [1, 3800],
      [0, 200],
    ],
    reason: 'light.only_on_box',
  },
  sync: {
    state: 'not_enrolled',
    online: null,
    offline_until: null,
    waiting_facts: 0,
    waiting_sales: 0,
    oldest_waiting_s: null,
    acked_utc: null,
    tried_utc: null,
    problem: null,
    uplink: 'unknown',
    first_sync: null,
    sync_now: null,
    enrol: null,
    merchant: null,
    office_url: null,
    quarantine: 0,
  },
  printer: { state: 'ready', queued: 0, paper_low: null, question: null },
  scale: { state: 'none', weight_g: null },
  notice: null,
  parked: 0,
  catalogue_version: 1,
  quick_print: true,
  discount_presets_bp: [],
  payments: { kinds: ['cash'], cash_step_minor: 0, steps_minor: [0], account: null, has_transfer_code: true },
  shift: { n: 0, is_open: false, opened_utc: null, is_old: false },
  simulated: true,
});

beforeEach(() => {
  state.snapshot.value = null;
});

test('an older snapshot that arrives late is not drawn', () => {
  state.draw(snapshot(2, [line('a', 2)]));
  state.draw(snapshot(1, [line('a')]));
  expect(state.totalMinor.value).toBe(100);
});

test('after a new connection the till is believed even with a smaller revision', () => {
  state.draw(snapshot(9, [line('a'), line('b')]));
  state.draw(snapshot(8, [line('a')]), true);
  expect(state.lines.value).toHaveLength(1);
});

test('only the line that changed gets a new identity, and so is drawn again', () => {
  state.draw(snapshot(1, [line('a'), line('b')]));
  const [a, b] = state.lines.value;
  state.draw(snapshot(2, [line('a'), line('b', 2)]));
  expect(state.lines.value[0]).toBe(a);
  expect(state.lines.value[1]).not.toBe(b);
});

test('a weight from the scale leaves lines, currency and printer untouched', () => {
  state.draw(snapshot(1, [line('a')]));
  const before = [state.lines.value, state.currency.value, state.printer.value];
  state.draw({ ...snapshot(1, [line('a')]), scale: { state: 'stable', weight_g: 1160 } });
  expect([state.lines.value, state.currency.value, state.printer.value]).toEqual(before);
  expect(state.lines.value).toBe(before[0]);
  expect(state.printer.value).toBe(before[2]);
  expect(state.scale.value.weight_g).toBe(1160);
});

test('a tap leaves the pill and the lamp as they are, so that neither is drawn again', () => {
  state.draw(snapshot(1, []));
  const [status, lamp] = [state.status.value, state.lamp.value];
  state.draw(snapshot(2, [line('a')]));
  expect(state.status.value).toBe(status);
  expect(state.lamp.value).toBe(lamp);
});
