/** What a tap leads to: a call, its refusal in words, and a new look at what it changed. */
import * as office from './api/office';
import { OfficeRefusal } from './api/office';
import type { SaleName, Session } from './api/shapes';
import { route, saleNamed } from './route';
import * as state from './state';

const DONE_STAYS_MS = 6_000;
const SALES_AT_ONCE = 100;
const SALES_AT_MOST = 200; // what one answer may hold

let hushing: ReturnType<typeof setTimeout> | undefined;

export function tell(words: string): void {
  clearTimeout(hushing);
  state.done.value = words;
  hushing = setTimeout(() => {
    state.done.value = null;
  }, DONE_STAYS_MS);
}

export function asRefusal(error: unknown): OfficeRefusal {
  if (error instanceof OfficeRefusal) return error;
  throw error;
}

/** A refusal that belongs to no form. A session that ended leads back to the door. */
export function refuse(error: unknown): void {
  const no = asRefusal(error);
  if (no.status === 401) {
    leave();
    return;
  }
  state.trouble.value = { code: no.code, params: no.params };
}

/** Does something and looks again; true if it was accepted. */
export async function attempt(deed: () => Promise<unknown>): Promise<boolean> {
  try {
    await deed();
    state.trouble.value = null;
    await look();
    return true;
  } catch (error) {
    refuse(error);
    return false;
  }
}

export const isSame = (one: SaleName, other: SaleName | null | undefined): boolean =>
  one.number === other?.number && one.box_id === other.box_id;

let salesOf = '';

/** The newest sales again; older ones that were asked for stay below them. */
async function lookAtSales(): Promise<void> {
  const day = state.salesDay.value ?? state.today.value?.day ?? '';
  const box = state.salesBox.value;
  const before = salesOf === `${day} ${box}` ? (state.sales.peek()?.sales ?? []) : [];
  const limit = Math.min(SALES_AT_MOST, Math.max(SALES_AT_ONCE, before.length));
  const now = await office.readSales(day, box, null, limit);
  const at = before.findIndex((row) => isSame(row, now.sales.at(-1)));
  const older = at < 0 ? [] : before.slice(at + 1);
  salesOf = `${day} ${box}`;
  const sales = [...now.sales, ...older];
  const more = older.length > 0 ? (state.sales.peek()?.more ?? false) : now.more;
  state.sales.value = { ...now, sales, more };
  state.shifts.value = day === '' ? [] : (await office.readShifts(day)).shifts;
}

export async function readOlderSales(): Promise<void> {
  const now = state.sales.value;
  const last = now?.sales.at(-1);
  if (!now || !last) return;
  try {
    const day = state.salesDay.value ?? state.today.value?.day ?? '';
    const older = await office.readSales(day, state.salesBox.value, last, SALES_AT_ONCE);
    if (state.sales.value === now) state.sales.value = { ...older, sales: [...now.sales, ...older.sales] };
  } catch (error) {
    refuse(error);
  }
}

/** Reads what the page of the moment shows. Today is always read: every page shows what needs a person. */
async function read(): Promise<void> {
  const { page, detail } = route.value;
  const sale = saleNamed(route.value);
  const reading: Promise<unknown>[] = [
    office.readToday().then((now) => {
      state.today.value = now;
    }),
  ];
  if (page === 'sales' && !state.salesDay.value && !state.today.value) await reading[0];
  if (page === 'sales' && !sale) reading.push(lookAtSales());
  if (sale) {
    reading.push(
      office.readSale(sale).then((now) => {
        state.sale.value = now;
      }),
    );
  }
  if (page === 'aside') {
    reading.push(
      office.readAside().then(({ entries }) => {
        state.aside.value = entries;
      }),
    );
  }
  if (page === 'boxes') {
    reading.push(
      office.readBoxes().then(({ boxes }) => {
        state.boxes.value = boxes;
      }),
    );
  }
  if (page === 'boxes' && detail === 'people') {
    const of = state.hoursOf.value;
    reading.push(
      office.readPeople().then(({ people }) => {
        state.people.value = people;
      }),
      office.readHours(of?.since ?? null, of?.until ?? null).then((now) => {
        state.hours.value = now;
      }),
    );
  }
  if (page === 'goods') {
    reading.push(
      office.readGoods().then((now) => {
        state.goods.value = now;
      }),
    );
  }
  if (page === 'stock') {
    reading.push(
      office.readStock(state.stockDay.value).then((now) => {
        state.stock.value = now;
      }),
    );
  }
  await Promise.all(reading);
}

let isLooking = false;
let lookAgain = false;

/** One look at a time; a wish during a look makes one more after it. */
export async function look(): Promise<void> {
  if (isLooking) {
    lookAgain = true;
    return;
  }
  isLooking = true;
  try {
    do {
      lookAgain = false;
      await read();
    } while (lookAgain);
    if (state.trouble.value?.code === 'no_answer') state.trouble.value = null;
  } catch (error) {
    refuse(error);
  } finally {
    isLooking = false;
  }
}

export function enter(now: Session): void {
  state.session.value = now;
  state.trouble.value = null;
}

export function leave(): void {
  office.keepToken(null);
  state.forget();
  const before = state.session.value;
  if (before) state.session.value = { ...before, signed_in: false, csrf: null, email: null, merchant: null };
}

export async function signOut(): Promise<void> {
  try {
    await office.signOut();
    leave();
  } catch (error) {
    refuse(error);
  }
}
