/** Price lists: made ahead, in force by themselves. */
import { intend, untilAnswered } from './intents';

export type Price = { item_id: string; price_minor: number };
export type PriceList = {
  id: string;
  name: string;
  /** Time of the stall: `2026-12-01T06:00`. */
  starts: string;
  prices: Price[];
  in_force_utc: string | null;
  state: 'waiting' | 'in_force';
};
export type PriceListWish = Pick<PriceList, 'name' | 'starts' | 'prices'>;

const part = encodeURIComponent;

export const readLists = () =>
  untilAnswered('GET', '/price-lists') as Promise<{ now: string; lists: PriceList[] }>;
export const makeList = (wish: PriceListWish) => intend('POST', '/price-lists', wish);
export const changeList = (id: string, wish: PriceListWish) =>
  intend('PATCH', `/price-lists/${part(id)}`, wish);
export const removeList = (id: string) => intend('DELETE', `/price-lists/${part(id)}`, {});
