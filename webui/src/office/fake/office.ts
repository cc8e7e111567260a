/** A back office that lives in this page: the same calls and shapes, believable figures, no network. */
import { asLanguage } from '../../shared/i18n';
import type { AsideEntry, Box, Enrolment, Hour, Need, Sale, SaleRow, Session, Today } from '../api/shapes';
import type { Answer, Listener, Method, Wire } from '../api/wire';
import * as stand from './stand';

const LAST_WEEK = [82, 231, 393, 456, 366, 278, 188, 75]; // per cent of a usual hour, from seven o'clock

type Call = { path: string; query: URLSearchParams; body: Record<string, unknown> };

const ok = (body: unknown): Answer => ({ status: 200, body });
const no = (status: number, code: string, field: string | null = null): Answer => ({
  status,
  body: { error: { code, message: code, field, allowed: null, params: {} } },
});

const hex = (seed: number) => {
  const roll = stand.dice(seed);
  return Array.from({ length: 64 }, () => roll(16).toString(16)).join('');
};

export function fakeOffice(wishes: URLSearchParams): Wire {
  const language = asLanguage(wishes.get('lang'));
  const currency = language === 'vi' ? { code: 'VND', exponent: 0 } : { code: 'EUR', exponent: 2 };
  let categories = stand.makeCategories(language);
  let items = stand.makeItems(language);
  const boxes: Box[] = wishes.has('empty') ? [] : stand.makeBoxes(language);
  const forkedBox = boxes[2];
  if (wishes.has('fork') && forkedBox) forkedBox.attention = 'fork';
  let sales = stand.makeSales(boxes, items);
  const listeners = new Set<Listener>();
  let version = 12;
  let isIn = !wishes.has('door');
  let needsSetup = wishes.get('door') === 'setup';

  const aside: AsideEntry[] = boxes.length
    ? [
        entry('q1', 'sums_differ', { field: 'lines', found: 1240, expected: 1250 }, 842, 'open'),
        entry('q2', 'unknown_type', { found: 'shift_closed' }, 851, 'open'),
        entry('q3', 'number_used', { found: 'C-000398' }, 611, 'seen'),
      ]
    : [];

  function entry(
    id: string,
    reason: string,
    params: AsideEntry['params'],
    f: number,
    state: AsideEntry['state'],
  ): AsideEntry {
    const box = boxes[2] as Box;
    const bytes = `{"f":${f},"v":"1.0","type":"sale","at":"2026-11-21T10:1${f % 10}:20Z","body":{"number":"C-003021","total_minor":1250,"currency":"${currency.code}"}}`;
    return {
      quarantine_id: id,
      box_id: box.box_id,
      stall: box.name,
      epoch: 1,
      f,
      reason,
      params,
      received_utc: '2026-11-21T10:18:44Z',
      state,
      bytes,
    };
  }

  const sum = (rows: SaleRow[]) => rows.reduce((total, row) => total + row.total_minor, 0);
  const row = ({ lines: _, ...rest }: stand.FakeSale): SaleRow => rest;
  const session = (): Session => ({
    signed_in: isIn,
    needs_setup: needsSetup,
    csrf: isIn ? 'fake' : null,
    email: isIn ? 'anna@example.org' : null,
    merchant: isIn
      ? { id: 'm4k7q2xza', name: stand.MERCHANT[language], currency, language, zone: 'Europe/Berlin' }
      : null,
    is_demo: wishes.has('demo'),
    version: '0.2.0',
  });

  function counted(): Box[] {
    for (const box of boxes) {
      const own = sales.filter((sale) => sale.box_id === box.box_id);
      box.today_minor = sum(own);
      box.today_sales = own.length;
      box.quarantine = aside.filter((one) => one.box_id === box.box_id && one.state === 'open').length;
    }
    return boxes;
  }

  function hours(): Hour[] {
    const usual = language === 'vi' ? 15_000 : 100;
    return Array.from({ length: 24 }, (_, hour) => {
      const own = sales.filter(
        (sale) => new Date(Date.parse(sale.at_utc) + 3_600_000).getUTCHours() === hour,
      );
      const last = boxes.length ? (LAST_WEEK[hour - 7] ?? 0) * usual : 0;
      return { hour, total_minor: sum(own), sales: own.length, last_week_minor: last };
    });
  }

  function needs(): Need[] {
    const open = aside.filter((one) => one.state === 'open').length;
    const forked = boxes.filter((box) => box.attention === 'fork');
    const silent = boxes.filter((box) => box.state === 'silent' && !box.is_revoked);
    return [
      ...forked.map((box) => ({ kind: 'fork' as const, params: { box_id: box.box_id, stall: box.name } })),
      ...(open ? [{ kind: 'quarantine' as const, params: { count: open } }] : []),
      ...silent.map((box) => ({
        kind: 'silent' as const,
        params: { box_id: box.box_id, stall: box.name, heard_utc: box.heard_utc },
      })),
    ];
  }

  function today(): Today {
    const now = hours();
    const lastTotal = now.reduce((total, one) => total + (one.last_week_minor ?? 0), 0);
    const until = now
      .filter((one) => one.hour < 11)
      .reduce((total, one) => total + (one.last_week_minor ?? 0), 0);
    const total = sum(sales);
    return {
      day: stand.DAY,
      clock_utc: stand.NOW_UTC,
      offset_min: stand.OFFSET_MIN,
      total_minor: total,
      sales: sales.length,
      average_minor: sales.length ? Math.round(total / sales.length) : 0,
      last_week: {
        day: stand.LAST_WEEK,
        total_minor: lastTotal,
        sales: boxes.length ? 141 : 0,
        until_now_minor: until + Math.round((now[11]?.last_week_minor ?? 0) * 0.68),
      },
      hours: now,
      stalls: counted(),
      needs: needs(),
      latest: sales.slice(0, 8).map(row),
    };
  }

  function salesOf({ query }: Call): Answer {
    const box = query.get('box');
    const limit = Number(query.get('limit') ?? 100);
    const own = sales.filter((sale) => sale.day === query.get('day') && (!box || sale.box_id === box));
    const from = query.has('before')
      ? own.findIndex(
          (sale) => sale.number === query.get('before') && sale.box_id === query.get('before_box'),
        ) + 1
      : 0;
    return ok({
      sales: own.slice(from, from + limit).map(row),
      more: own.length > from + limit,
      total_minor: sum(own),
      count: own.length,
    });
  }

  function saleOf(box: string, number: string): Answer {
    const found = sales.find((sale) => sale.number === number && sale.box_id === box);
    if (!found) return no(404, 'not_found');
    const { total_minor: total, lines } = found;
    const net = Math.round((total * 10_000) / 10_700);
    const note = currency.exponent ? 1000 : 100_000;
    const given = Math.ceil(total / note) * note;
    const body: Sale['body'] = {
      lines,
      taxes: [{ letter: 'A', rate_bp: 700, gross_minor: total, net_minor: net, tax_minor: total - net }],
      tenders: [{ kind: 'cash', amount_minor: total, given_minor: given, change_minor: given - total }],
      rounding_minor: 0,
      total_minor: total,
    };
    const f = Number(number.slice(2)) + 31;
    const bytes = JSON.stringify({ f, v: '1.0', type: 'sale', at: found.at_utc, body: { number, ...body } });
    const fact = {
      box_id: found.box_id,
      epoch: 1,
      f,
      hash: hex(f),
      previous_hash: hex(f - 1),
      bytes,
      received_utc: found.received_utc,
      is_verified: true,
    };
    return ok({ ...row(found), refunds: [], body, fact } satisfies Sale);
  }

  const enrolment: Enrolment = {
    code: 'K7QX-M2PD',
    name: stand.makeBoxes(language)[2]?.name ?? '',
    series: 'E',
    fingerprint: '7c1d 90fe 2ab4 e356',
    version: '0.2.0',
    created_utc: '2026-11-21T10:38:00Z',
    state: 'pending',
  };

  function changed(): Answer {
    for (const one of listeners) one.changed();
    return ok({});
  }

  function settle(id: string, deed: string): Answer {
    const found = aside.find((one) => one.quarantine_id === id);
    if (!found) return no(404, 'not_found');
    if (deed === 'seen') found.state = 'seen';
    return changed();
  }

  function boxDeed(method: Method, id: string, deed: string, body: Record<string, unknown>): Answer {
    const box = boxes.find((one) => one.box_id === id);
    if (!box) return no(404, 'not_found');
    if (method === 'PATCH') box.name = String(body.name);
    else if (deed === 'attention') box.attention = null;
    else box.is_revoked = true;
    return changed();
  }

  function enrolmentDeed(method: Method, code: string, deed: string | undefined): Answer {
    if (code !== enrolment.code) return no(404, 'unknown_code');
    if (method === 'GET') return ok(enrolment);
    enrolment.state = deed === 'approve' ? 'approved' : 'denied';
    return changed();
  }

  function itemDeed(method: Method, id: string, body: Record<string, unknown>): Answer {
    version += 1;
    const at = items.findIndex((item) => item.id === id);
    if (method === 'DELETE') items = items.filter((item) => item.id !== id);
    else if (at < 0) items = [...items, { ...(body as (typeof items)[0]), id }];
    else items = items.with(at, { ...(body as (typeof items)[0]), id });
    return changed();
  }

  function groupDeed(method: Method, id: string, body: Record<string, unknown>): Answer {
    if (method === 'DELETE' && items.some((item) => item.category_id === id)) return no(409, 'in_use');
    version += 1;
    const others = categories.filter((one) => one.id !== id);
    categories = method === 'DELETE' ? others : [...others, { ...(body as (typeof categories)[0]), id }];
    return changed();
  }

  function answer(method: Method, { path, query, body }: Call): Answer {
    const [page = '', id = '', deed, more = ''] = path.split('/').slice(1).map(decodeURIComponent);
    if (page === 'setup') {
      if (String(body.password).length < 10) return no(422, 'bad_request', 'password');
      needsSetup = false;
      isIn = true;
      return ok(session());
    }
    if (page === 'session') {
      if (method === 'POST' && body.password === 'wrong') return no(401, 'wrong_password');
      if (method !== 'GET') isIn = method === 'POST';
      return ok(session());
    }
    if (!isIn) return no(401, 'signed_out');
    if (page === 'today') return ok(today());
    if (page === 'sales') return salesOf({ path, query, body });
    if (page === 'boxes' && deed === 'sales') return saleOf(id, more);
    if (page === 'stock') return ok({ day: stand.DAY, items: [], moves: [] });
    if (page === 'quarantine') return id ? settle(id, deed ?? '') : ok({ entries: structuredClone(aside) });
    if (page === 'boxes')
      return id ? boxDeed(method, id, deed ?? '', body) : ok({ boxes: structuredClone(counted()) });
    if (page === 'enrolments') return enrolmentDeed(method, id, deed);
    if (page === 'catalogue' && id === 'items') return itemDeed(method, deed ?? '', body);
    if (page === 'catalogue' && id === 'categories') return groupDeed(method, deed ?? '', body);
    if (page === 'catalogue')
      return ok({ generation: 'g1', version, categories: structuredClone(categories), items, conflicts: [] });
    return no(404, 'not_found');
  }

  /** Another customer every few seconds, as long as `?live` is asked for. */
  function sellOn(): void {
    const roll = stand.dice(99);
    let counter = 900;
    setInterval(() => {
      const box = boxes[roll(2) * 2];
      if (!box) return;
      counter += 1;
      const sale = stand.fakeSale(box, counter, stand.NOW_UTC, stand.makeLines(items, roll));
      sales = [sale, ...sales];
      for (const one of listeners) one.sale(row(sale));
    }, 4000);
  }
  if (wishes.has('live')) sellOn();

  return {
    async request(method, path, body) {
      const url = new URL(path, 'http://fake');
      return structuredClone(
        answer(method, {
          path: url.pathname,
          query: url.searchParams,
          body: (body ?? {}) as Record<string, unknown>,
        }),
      );
    },
    listen(listener) {
      listeners.add(listener);
      if (wishes.has('dead')) listener.down();
      else listener.up();
      return () => listeners.delete(listener);
    },
  };
}
