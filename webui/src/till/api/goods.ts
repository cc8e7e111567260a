/** Goods made, changed and removed on the box. The catalogue itself comes with its version. */
import type { Item } from '../../shared/goods';
import { intend, untilAnswered } from './intents';

export type Tax = { code: string; rate_bp: number; letter: string };
export type ItemWish = Pick<Item, 'name' | 'category_id' | 'price_minor' | 'tax_code' | 'unit' | 'gtin'>;

const part = encodeURIComponent;

export const readTaxes = () => untilAnswered('GET', '/goods/taxes') as Promise<{ taxes: Tax[] }>;
export const makeItem = (wish: ItemWish) => intend('POST', '/goods/items', wish) as Promise<Item>;
export const changeItem = (id: string, wish: ItemWish) =>
  intend('PATCH', `/goods/items/${part(id)}`, wish) as Promise<Item>;
export const removeItem = (id: string) => intend('DELETE', `/goods/items/${part(id)}`, {});
export const makeCategory = (name: string) =>
  intend('POST', '/goods/categories', { name }) as Promise<{ id: string }>;
