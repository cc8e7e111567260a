/**
 * A till inside the page, for drawing and trying screens without the box. Its arithmetic is only good
 * enough to look at; the real rules live in the till. Switches in the address: lang, items, lines,
 * printer, question, scale, away, slow, unpaired, receipts; `sync`, see office.ts; `wifi`, see wifi.ts.
 */
import { asLanguage } from '../../shared/i18n';
import type { Item, Line, SaleDetail, Snapshot } from '../api/shapes';
import type { Answer, Listener, Method, Wire } from '../api/wire';
import { goods } from './goods';
import { FakeOffice } from './office';
import { FakeWifi } from './wifi';

type Body = Record<string, unknown>;

const PAPER = (
  sale: { number: string; lines: Line[]; total_minor: number },
  head: string,
  show: (n: number) => string,
) => {
  const row = (left: string, right: string) => left.padEnd(42 - right.length) + right;
  const middle = (text: string) => ' '.repeat(Math.max(0, Math.floor((42 - text.length) / 2))) + text;
  return [
    middle(head),
    middle('Marktplatz · 12'),
    '',
    row(sale.number, '22.11.2026 09:42'),
    '-'.repeat(42),
    ...sale.lines.map((line) => row(line.name, `${show(line.amount_minor)} B`)),
    '-'.repeat(42),
    row('TOTAL', show(sale.total_minor)),
  ];
};

export function fakeTill(switches: URLSearchParams): Wire {
  let language = asLanguage(switches.get('lang') ?? 'de');
  const isDong = switches.get('currency') === 'VND' || language === 'vi';
  const catalogue = () => goods(language, isDong, Number(switches.get('items') ?? 0));
  const byId = () => new Map(catalogue().items.map((item) => [item.id, item]));
  let items = byId();
  let rev = 1;
  let made = 0;
  let sold = Number(switches.get('receipts') ?? 14);
  let quickPrint = true;
  let lines: Line[] = [];
  let touched: string | null = null;
  let past: Line[][] = [];
  let last: Snapshot['last_sale'] = null;
  let question = switches.has('question');
  let listener: Listener | null = null;
  const sales: SaleDetail[] = [];
  const office = new FakeOffice(switches);
  const wifi = new FakeWifi(switches, isDong ? 'VN' : 'DE');
  const answered = new Map<string, Answer>();
  const show = (minor: number) => (isDong ? String(minor) : (minor / 100).toFixed(2));
  const stallName = {
    de: 'Obst & Gemüse Brandt',
    en: 'Greenway Fruit',
    fi: 'Torin Vihannes',
    it: 'Ortofrutta Bianchi',
    vi: 'Rau Quả Cô Hạnh',
  };

  const amountOf = (line: Line) =>
    line.weight_g === null
      ? line.price_minor * line.quantity
      : Math.round((line.price_minor * line.weight_g) / 1000);
  const total = () => lines.reduce((sum, line) => sum + line.amount_minor, 0);

  function quickCash() {
    const due = total();
    const notes = isDong
      ? [10_000, 20_000, 50_000, 100_000, 200_000, 500_000]
      : [500, 1000, 2000, 5000, 10_000];
    const ups = notes.map((note) => Math.ceil((due + 1) / note) * note);
    const given = [...new Set(ups)].sort((a, b) => a - b).slice(0, 4);
    return [due, ...given].map((given_minor) => ({ given_minor, change_minor: given_minor - due }));
  }

  function snapshot(): Snapshot {
    const weight = switches.get('scale');
    return {
      rev,
      language,
      country: isDong ? 'VN' : 'DE',
      currency: isDong ? { code: 'VND', exponent: 0 } : { code: 'EUR', exponent: 2 },
      merchant: { name: stallName[language] },
      box: { series: 'A', stall: '12' },
      clock_utc: '2026-11-22T08:42:00.000Z',
      offset_min: 60,
      business_day: '2026-11-22',
      ticket: {
        id: 't',
        rev,
        lines: lines.map((line) => ({ ...line })),
        discounts: [],
        discount_minor: 0,
        total_minor: total(),
        due_minor: total(),
        cash_due_minor: total(),
        payments: [],
        coupons: [],
        name: '',
        count: lines.length,
        can_undo: past.length > 0,
        touched,
        quick_cash: lines.length ? quickCash() : [],
      },
      last_sale: last,
      ...office.view(sold),
      printer: {
        state: (switches.get('printer') ?? 'ready') as Snapshot['printer']['state'],
        queued: switches.has('printer') ? 2 : 0,
        paper_low: null,
        question: question ? { job_id: 'j1', number: 'A-000012' } : null,
      },
      scale:
        weight === null ? { state: 'none', weight_g: null } : { state: 'stable', weight_g: Number(weight) },
      notice: null,
      parked: 0,
      catalogue_version: language.charCodeAt(0),
      quick_print: quickPrint,
      discount_presets_bp: [500, 1000, 2000],
      payments: {
        kinds: ['cash', 'card', 'voucher', 'iou'],
        cash_step_minor: 0,
        steps_minor: [0],
        account: null,
        has_transfer_code: true,
      },
      shift: { n: 1, is_open: sold > 0, opened_utc: null, is_old: false },
      simulated: true,
    };
  }

  function changed(next: Line[], on: string | null): Answer {
    past.push(lines);
    lines = next;
    touched = on;
    rev += 1;
    return { status: 200, body: snapshot() };
  }

  const refusal = (status: number, code: string): Answer => ({
    status,
    body: { error: { code, params: {} } },
  });

  function lineOf(item: Item, body: Body, parent: string | null = null): Line {
    made += 1;
    const line: Line = {
      id: `l${made}`,
      item_id: item.id,
      name: item.name,
      unit: item.unit,
      quantity: Number(body.quantity ?? 1),
      weight_g: body.weight_g === undefined ? null : Number(body.weight_g),
      price_minor: item.price_minor,
      kind: 'goods',
      parent_id: parent,
      amount_minor: 0,
      discount_minor: 0,
    };
    return { ...line, amount_minor: amountOf(line) };
  }

  function add(body: Body): Answer {
    const item = items.get(String(body.item_id));
    if (!item) return refusal(404, 'unknown_item');
    const known = lines.find(
      (line) => line.item_id === item.id && line.weight_g === null && item.unit === 'piece',
    );
    if (known) return set(known.id, { quantity: known.quantity + 1 });
    const line = lineOf(item, body);
    const more = [line];
    if (item.deposit_id) {
      const deposit = {
        ...item,
        id: 'deposit',
        name: language === 'de' ? 'Pfand Flasche' : 'Deposit',
        price_minor: 15,
      };
      more.push({ ...lineOf(deposit, {}, line.id), kind: 'deposit' });
    }
    return changed([...lines, ...more], line.id);
  }

  function set(id: string, body: Body): Answer {
    const next = lines.map((line) => {
      if (line.id !== id && line.parent_id !== id) return line;
      const now = { ...line, ...(body as Partial<Line>) };
      return { ...now, amount_minor: amountOf(now) };
    });
    return changed(next, id);
  }

  function pay(body: Body): Answer {
    const due = total();
    if (lines.length === 0) return refusal(409, 'ticket_empty');
    if (body.total_minor !== due) return refusal(409, 'total_changed');
    const given = Number(body.given_minor);
    sold += 1;
    const number = `A-${String(sold).padStart(6, '0')}`;
    last = {
      number,
      total_minor: due,
      given_minor: given,
      change_minor: given - due,
      discount_minor: 0,
      at_utc: '2026-11-22T08:42:00Z',
      print_job_id: null,
    };
    record(number, lines);
    past = [];
    lines = [];
    touched = null;
    rev += 1;
    return { status: 200, body: snapshot() };
  }

  function record(number: string, of: Line[]): void {
    const due = of.reduce((sum, line) => sum + line.amount_minor, 0);
    const count = sales.length;
    sales.unshift({
      kind: 'sale',
      of: null,
      epoch: 1,
      f: count + 1,
      number,
      at_utc: new Date(Date.parse('2026-11-22T07:10:00Z') + count * 400_000).toISOString(),
      offset_min: 60,
      total_minor: due,
      count: of.length,
      state:
        switches.get('sync') === 'safe' || (switches.get('sync') === 'offline' && count < 9)
          ? 'safe'
          : 'on_box',
      print_state: count % 5 === 3 ? 'unconfirmed' : 'confirmed',
      given_minor: due,
      change_minor: 0,
      refunds: [],
      paper: PAPER({ number, lines: of, total_minor: due }, stallName[language], show),
    });
  }

  function route(method: Method, path: string, body: Body): Answer {
    if (switches.has('unpaired')) return refusal(401, 'not_paired');
    const [, topic, part, id] = path.split('?')[0]?.split('/') ?? [];
    if (path === '/snapshot') return { status: 200, body: snapshot() };
    if (path === '/catalogue') return { status: 200, body: catalogue() };
    if (path === '/settings') {
      language = asLanguage(String(body.language ?? language));
      quickPrint = Boolean(body.quick_print ?? quickPrint);
      items = byId();
      rev += 1;
      return { status: 200, body: snapshot() };
    }
    if (path === '/about') {
      const head = '9f2c4a7d1be08835c6f1a2d40b97e3517d80c2f6a4be19530f6dd2c87a41e39b';
      return {
        status: 200,
        body: {
          version: '0.1.0',
          country: isDong ? 'VN' : 'DE',
          series: 'A',
          epoch: 1,
          facts: 1284,
          head,
          free_mb: 27_412,
          started_utc: '2026-11-22T06:58:00Z',
          licence: 'Apache-2.0',
        },
      };
    }
    if (path === '/care/whereabouts') {
      return { status: 200, body: { host: 'tillbox-3fa9', addresses: ['192.0.2.7'] } };
    }
    if (topic === 'sales' && part) {
      const sale = sales.find((one) => one.number === part);
      if (id === 'reprint') return { status: 200, body: { job_id: 'j2' } };
      return sale ? { status: 200, body: sale } : refusal(404, 'unknown_receipt');
    }
    if (topic === 'sales') return { status: 200, body: { sales, more: sales.length > 10 } };
    if (topic === 'print-jobs') {
      question = false;
      rev += 1;
      return { status: 200, body: snapshot() };
    }
    const air = wifi.answer(path, body);
    if (air) return { status: 200, body: air };
    if (office.takes(path, body)) {
      rev += 1;
      return { status: 200, body: snapshot() };
    }
    if (path === '/ticket/lines') return add(body);
    if (path === '/ticket/undo') {
      const before = past.pop();
      if (!before) return refusal(409, 'nothing_to_undo');
      lines = before;
      rev += 1;
      return { status: 200, body: snapshot() };
    }
    if (path === '/ticket/pay') return pay(body);
    if (path === '/ticket/scan') {
      const item = [...items.values()].find((one) => one.gtin === body.gtin);
      return item ? add({ item_id: item.id }) : refusal(404, 'unknown_gtin');
    }
    if (part === 'lines' && id && method === 'PATCH') return set(id, body);
    if (part === 'lines' && id)
      return changed(
        lines.filter((one) => one.id !== id && one.parent_id !== id),
        null,
      );
    return refusal(400, 'bad_request');
  }

  const apples = items.get('apples');
  const berries = items.get('strawberries');
  const juice = items.get('juice');
  if (apples && berries && juice) {
    const basket = () => [
      lineOf(apples, { weight_g: 1160 }),
      lineOf(berries, { quantity: 2 }),
      lineOf(juice, {}),
    ];
    for (let n = 1; n <= sold; n += 1)
      record(`A-${String(n).padStart(6, '0')}`, basket().slice(0, 1 + (n % 3)));
    const wanted = Number(switches.get('lines') ?? 0);
    made = 0;
    if (wanted > 0) {
      lines = basket();
      touched = lines.at(-1)?.id ?? null;
      const all = [...items.values()].filter((item) => item.unit === 'piece');
      while (lines.length < wanted) {
        const item = all[lines.length % all.length];
        if (item) lines.push(lineOf(item, {}));
      }
      past = [[]];
    }
  }

  return {
    async request(method, path, body, key) {
      await new Promise((resolve) => setTimeout(resolve, Number(switches.get('slow') ?? 3)));
      const before = key === undefined ? undefined : answered.get(key);
      const answer = before ?? route(method, path, (body ?? {}) as Body);
      if (key !== undefined) answered.set(key, answer);
      return structuredClone(answer);
    },
    listen(to) {
      listener = to;
      if (switches.has('away')) setTimeout(() => listener?.down(), 50);
      else setTimeout(() => listener?.up(), 20);
    },
  };
}
