/** The merchant behind the fake back office: three stalls on a Saturday morning, in five languages. */
import type { Language } from '../../shared/i18n';
import type { Box, Category, Item, SaleLine, SaleRow } from '../api/shapes';

type Names = Readonly<Record<Language, string>>;
const names = (de: string, en: string, fi: string, it: string, vi: string): Names => ({ de, en, fi, it, vi });

export const MERCHANT = names(
  'Obst & Gemüse Krause',
  'Greenfield Fruit & Veg',
  'Virtasen Vihannekset',
  'Ortofrutta Bellini',
  'Rau quả Cô Hạnh',
);
const STALLS: Names[] = [
  names(
    'Stand 12 · Kollwitzplatz',
    'Stall 12 · Broadway',
    'Paikka 12 · Hakaniemi',
    'Banco 12 · Rialto',
    'Quầy 12 · Chợ Bến Thành',
  ),
  names(
    'Stand 3 · Maybachufer',
    'Stall 3 · Riverside',
    'Paikka 3 · Kauppatori',
    'Banco 3 · Testaccio',
    'Quầy 3 · Chợ Đồng Xuân',
  ),
  names(
    'Wagen · Boxhagener Platz',
    'Van · Market Hill',
    'Myyntiauto · Töölöntori',
    'Furgone · Campo Fiori',
    'Xe bán hàng · Phú Nhuận',
  ),
];

const CATEGORIES: [string, string, string, Names][] = [
  ['fruit', '🍎', '#c0392b', names('Obst', 'Fruit', 'Hedelmät', 'Frutta', 'Trái cây')],
  ['veg', '🥕', '#d9730d', names('Gemüse', 'Vegetables', 'Vihannekset', 'Verdura', 'Rau củ')],
  [
    'herbs',
    '🌿',
    '#2e7d32',
    names('Kräuter & Blumen', 'Herbs & flowers', 'Yrtit ja kukat', 'Erbe e fiori', 'Rau thơm & hoa'),
  ],
  ['juice', '🧃', '#b8860b', names('Säfte', 'Juices', 'Mehut', 'Succhi', 'Nước ép')],
];

/** id, group, emoji, cents, dong, by weight, names */
const GOODS: [string, string, string, number, number, boolean, Names][] = [
  [
    'apples',
    'fruit',
    '🍎',
    300,
    65000,
    true,
    names('Äpfel Elstar', 'Apples Cox', 'Omenat Aino', 'Mele Golden', 'Táo đỏ'),
  ],
  ['pears', 'fruit', '🍐', 340, 72000, true, names('Birnen Abate', 'Pears', 'Päärynät', 'Pere Abate', 'Lê')],
  [
    'berries',
    'fruit',
    '🍓',
    390,
    120000,
    false,
    names('Erdbeeren 500 g', 'Strawberries 500 g', 'Mansikat 500 g', 'Fragole 500 g', 'Dâu tây Đà Lạt 500 g'),
  ],
  ['grapes', 'fruit', '🍇', 490, 95000, true, names('Trauben', 'Grapes', 'Viinirypäleet', 'Uva', 'Nho')],
  ['lemon', 'fruit', '🍋', 60, 5000, false, names('Zitrone', 'Lemon', 'Sitruuna', 'Limone', 'Chanh')],
  [
    'carrots',
    'veg',
    '🥕',
    240,
    28000,
    true,
    names('Karotten im Bund', 'Carrots, bunched', 'Porkkanat nipussa', 'Carote a mazzi', 'Cà rốt'),
  ],
  [
    'potatoes',
    'veg',
    '🥔',
    180,
    22000,
    true,
    names('Kartoffeln, festkochend', 'Potatoes, waxy', 'Perunat, kiinteä', 'Patate novelle', 'Khoai tây'),
  ],
  [
    'tomatoes',
    'veg',
    '🍅',
    420,
    35000,
    true,
    names('Tomaten', 'Tomatoes', 'Tomaatit', 'Pomodori', 'Cà chua'),
  ],
  ['leek', 'veg', '🥬', 190, 18000, false, names('Lauch', 'Leek', 'Purjo', 'Porro', 'Tỏi tây')],
  [
    'basil',
    'herbs',
    '🌿',
    250,
    15000,
    false,
    names('Basilikum im Topf', 'Basil in a pot', 'Basilika ruukussa', 'Basilico in vaso', 'Húng quế'),
  ],
  [
    'tulips',
    'herbs',
    '🌷',
    650,
    90000,
    false,
    names(
      'Tulpen, 10 Stück',
      'Tulips, 10 stems',
      'Tulppaanit, 10 kpl',
      'Tulipani, 10 pezzi',
      'Hoa tulip 10 bông',
    ),
  ],
  [
    'cider',
    'juice',
    '🧃',
    320,
    45000,
    false,
    names(
      'Apfelsaft naturtrüb 1 l',
      'Cloudy apple juice 1 l',
      'Omenamehu 1 l',
      'Succo di mela 1 l',
      'Nước táo 1 l',
    ),
  ],
];

export const DAY = '2026-11-21';
export const NOW_UTC = '2026-11-21T10:40:12.000Z';
export const OFFSET_MIN = 60;
export const LAST_WEEK = '2026-11-14';

/** The same stall on every run: a small generator of its own. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

export function makeCategories(language: Language): Category[] {
  return CATEGORIES.map(([id, emoji, colour, name], position) => ({
    id,
    name: name[language],
    emoji,
    colour,
    position,
  }));
}

export function makeItems(language: Language): Item[] {
  const isDong = language === 'vi';
  return GOODS.map(([id, category_id, emoji, cents, dong, isByWeight, name], position) => ({
    id,
    name: name[language],
    category_id,
    price_minor: isDong ? dong : cents,
    unit: isByWeight ? 'kg' : 'piece',
    tax_code: 'reduced',
    emoji,
    colour: CATEGORIES.find(([group]) => group === category_id)?.[2] ?? '',
    position,
    gtin: null,
    deposit_id: null,
    kind: 'goods',
    is_free_price: false,
    tare_g: null,
    variant_of: null,
    price_list: null,
  }));
}

export function makeLines(items: Item[], roll: (below: number) => number): SaleLine[] {
  return Array.from({ length: 1 + roll(4) }, (_, at) => {
    const item = items[roll(items.length)] as Item;
    const weight_g = item.unit === 'kg' ? 200 + roll(1600) : null;
    const quantity = item.unit === 'kg' ? 1 : 1 + roll(3);
    const amount_minor =
      weight_g === null ? quantity * item.price_minor : Math.round((weight_g * item.price_minor) / 1000);
    const { name, unit, price_minor } = item;
    return {
      id: `l${at}`,
      name,
      unit,
      quantity,
      weight_g,
      price_minor,
      rate_bp: 700,
      letter: 'A',
      kind: 'goods',
      amount_minor,
    };
  });
}

export type FakeSale = SaleRow & { lines: SaleLine[] };

/** Sales an hour at each stall, from seven o'clock on. */
const PACE = [
  [5, 11, 18, 22, 12],
  [4, 9, 14, 0, 0],
  [2, 6, 9, 12, 8],
];

export function makeSales(boxes: Box[], items: Item[]): FakeSale[] {
  const roll = dice(7);
  const made: FakeSale[] = [];
  boxes.slice(0, 3).forEach((box, stall) => {
    let counter = 410 + stall * 1300;
    PACE[stall]?.forEach((count, hourAt) => {
      const minutes = hourAt === 4 ? 40 : stall === 1 && hourAt === 2 ? 21 : 60;
      for (let at = 0; at < count; at += 1) {
        const at_utc = new Date(
          Date.parse(`${DAY}T${String(6 + hourAt).padStart(2, '0')}:00:00Z`) +
            ((at + 0.2 + roll(60) / 100) / count) * minutes * 60_000,
        ).toISOString();
        counter += 1;
        made.push(fakeSale(box, counter, at_utc, makeLines(items, roll)));
      }
    });
  });
  return made.sort((a, b) => b.at_utc.localeCompare(a.at_utc));
}

export function fakeSale(box: Box, counter: number, at_utc: string, lines: SaleLine[]): FakeSale {
  return {
    number: `${box.series}-${String(counter).padStart(6, '0')}`,
    box_id: box.box_id,
    stall: box.name,
    at_utc,
    offset_min: OFFSET_MIN,
    day: DAY,
    total_minor: lines.reduce((sum, line) => sum + line.amount_minor, 0),
    count: lines.length,
    kind: 'sale',
    of_number: null,
    received_utc: new Date(Date.parse(at_utc) + 900).toISOString(),
    lines,
  };
}

const FINGERPRINTS = [
  '9f3a 11c4 7be0 52d8',
  '04d7 c2aa 61f9 e83b',
  'b81e 5530 2c7d 90a6',
  '6c02 d41f 88ba 137e',
];

export function makeBoxes(language: Language): Box[] {
  const box = (at: number, change: Partial<Box>): Box => ({
    box_id: `m4k7q2xza-b${'abcd'[at]}5j2wq7n`,
    name: STALLS[at]?.[language] ?? 'Box',
    series: 'ABCD'[at] ?? 'A',
    state: 'online',
    light: { colour: 'green', rhythm: 'steady', reason: 'light.safe' },
    waiting: 0,
    waiting_sales: 0,
    oldest_waiting_s: null,
    heard_utc: '2026-11-21T10:40:08Z',
    today_minor: 0,
    today_sales: 0,
    version: '0.2.0',
    uplink: 'ethernet',
    is_offline_by_choice: false,
    problem: null,
    free_mb: 51234,
    is_revoked: false,
    quarantine: 0,
    attention: null,
    fingerprint: FINGERPRINTS[at] ?? '',
    enrolled_utc: '2026-09-12T06:10:00Z',
    ...change,
  });
  return [
    box(0, {}),
    box(1, {
      state: 'silent',
      light: { colour: 'amber', rhythm: 'slow_pulse', reason: 'light.offline' },
      heard_utc: '2026-11-21T08:21:30Z',
      waiting: 15,
      waiting_sales: 14,
      uplink: 'wifi',
    }),
    box(2, {
      light: { colour: 'amber', rhythm: 'steady', reason: 'light.catching_up' },
      waiting: 4,
      waiting_sales: 3,
      oldest_waiting_s: 22,
      uplink: 'lte',
      quarantine: 2,
      free_mb: 21890,
    }),
    box(3, {
      name: STALLS[0]?.[language] ?? '',
      is_revoked: true,
      state: 'silent',
      heard_utc: '2026-09-11T15:02:00Z',
      version: '0.1.0',
      uplink: null,
      free_mb: null,
      series: 'D',
    }),
  ];
}
