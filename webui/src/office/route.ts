/** Which page is shown, kept in the address after the `#`, so that Back and bookmarks work. */
import { signal } from '@preact/signals';
import type { SaleName } from './api/shapes';

export const PAGES = ['today', 'sales', 'aside', 'goods', 'stock', 'boxes'] as const;
export type PageName = (typeof PAGES)[number];
export type Route = { page: PageName; detail: string | null; part: string | null };

export function readRoute(hash: string): Route {
  const [name = '', detail = '', part = ''] = hash.replace(/^#\/?/, '').split('/');
  const page = PAGES.find((one) => one === name) ?? 'today';
  return { page, detail: readPart(detail), part: readPart(part) };
}

function readPart(text: string): string | null {
  try {
    return text ? decodeURIComponent(text) : null;
  } catch {
    return null; // typed by hand, with a lone % in it
  }
}

export function address(page: PageName, ...parts: string[]): string {
  return ['#', page, ...parts.map(encodeURIComponent)].join('/');
}

/** `#/sales/<box>/<number>`. */
export const saleAddress = (sale: SaleName): string => address('sales', sale.box_id, sale.number);

export function saleNamed({ page, detail, part }: Route): SaleName | null {
  return page === 'sales' && detail !== null && part !== null ? { box_id: detail, number: part } : null;
}

export const route = signal<Route>({ page: 'today', detail: null, part: null });

export function go(page: PageName, ...parts: string[]): void {
  window.location.hash = address(page, ...parts);
}

/** The code in the link of a box's QR picture: `#/enrol/K7QX-M2PD`, or `?code=`. */
export function codeOf(search: string, hash: string): string | null {
  return hash.match(/^#\/enrol\/([\w-]+)$/)?.[1] ?? new URLSearchParams(search).get('code');
}

/** Taken once: the address then is the one of the sheet that compares and approves. */
export function takeCode(): string | null {
  const code = codeOf(window.location.search, window.location.hash);
  if (code)
    window.history.replaceState(null, '', `${window.location.pathname}${address('boxes', 'connect')}`);
  return code;
}

export function followAddress(): void {
  const follow = () => {
    route.value = readRoute(window.location.hash);
  };
  window.addEventListener('hashchange', follow);
  follow();
}
