/** What the pages draw. Answers of the back office are kept as they came; nothing here is added up. */
import { computed, signal } from '@preact/signals';
import { asLanguage, type Language } from '../shared/i18n';
import { tongue } from '../shared/tongue';
import type {
  AsideEntry,
  Box,
  ClosedShift,
  Goods,
  Hours,
  PersonOf,
  Sale,
  SaleName,
  SalesPage,
  Session,
  Stock,
  Today,
} from './api/shapes';
import { remember, remembered } from './memory';
import { WORDS } from './words/index';

export const session = signal<Session | null>(null);
export const today = signal<Today | null>(null);
export const sales = signal<SalesPage | null>(null);
export const shifts = signal<ClosedShift[]>([]);
export const sale = signal<Sale | null>(null);
export const aside = signal<AsideEntry[] | null>(null);
export const boxes = signal<Box[] | null>(null);
export const goods = signal<Goods | null>(null);
export const stock = signal<Stock | null>(null);
export const people = signal<PersonOf[] | null>(null);
export const hours = signal<Hours | null>(null);
/** Which days the hours are asked of; null is the last month. */
export const hoursOf = signal<{ since: string; until: string } | null>(null);

/** A refusal that belongs to no field; its words stand above the page until the next good answer. */
export const trouble = signal<{ code: string; params: Record<string, string | number> } | null>(null);
/** What was just done, in words that stay a moment. */
export const done = signal<string | null>(null);
/** When the live line broke, or null while it holds. */
export const notLiveSince = signal<number | null>(null);
/** The sale that came in last, so that the eye finds it. */
export const freshSale = signal<SaleName | null>(null);
/** Typed or scanned code of a box that wants to join. */
export const joinCode = signal('');

export const salesDay = signal<string | null>(null); // null is today
export const stockDay = signal<string | null>(null); // null is today
export const salesBox = signal<string | null>(null); // null is every stall

const chosen = signal<string | null>(remembered('language'));
const wanted = computed<Language>(() =>
  asLanguage(chosen.value ?? session.value?.merchant?.language ?? globalThis.navigator?.language),
);
export const { spoken, learn: learnWords, follow: followLanguage } = tongue(WORDS, wanted);
/** What the pages speak now: the wanted language as soon as its words are here. */
export const language = computed<Language>(() => spoken.value?.language ?? wanted.value);

export function chooseLanguage(code: Language): void {
  chosen.value = code;
  remember('language', code);
}

export const currency = computed(() => session.value?.merchant?.currency ?? { code: 'EUR', exponent: 2 });
export const zone = computed(() => session.value?.merchant?.zone ?? 'UTC');

/** At sign-out nothing of the merchant stays on the screen or behind it. */
export function forget(): void {
  for (const one of [today, sales, sale, aside, boxes, goods, stock, people, hours, hoursOf])
    one.value = null;
  trouble.value = null;
  done.value = null;
  notLiveSince.value = null;
  freshSale.value = null;
  salesDay.value = null;
  stockDay.value = null;
  salesBox.value = null;
}
