/** Goods made, changed and removed on the box. The catalogue itself comes with its version. */
import type { Category, Item } from '../../shared/goods';
import { intend, untilAnswered } from './intents';

export type Tax = { code: string; rate_bp: number; letter: string };
export type ItemWish = Omit<Item, 'id' | 'position' | 'price_list'>;
export type CategoryWish = { name: string; emoji?: string; colour?: string };

const part = encodeURIComponent;

export const readTaxes = () => untilAnswered('GET', '/goods/taxes') as Promise<{ taxes: Tax[] }>;
export const makeItem = (wish: ItemWish) => intend('POST', '/goods/items', wish) as Promise<Item>;
export const changeItem = (id: string, wish: ItemWish) =>
  intend('PATCH', `/goods/items/${part(id)}`, wish) as Promise<Item>;
export const removeItem = (id: string) => intend('DELETE', `/goods/items/${part(id)}`, {});
export const makeCategory = (wish: CategoryWish) =>
  intend('POST', '/goods/categories', wish) as Promise<Category>;
export const changeCategory = (id: string, wish: CategoryWish) =>
  intend('PATCH', `/goods/categories/${part(id)}`, wish) as Promise<Category>;
export const removeCategory = (id: string) => intend('DELETE', `/goods/categories/${part(id)}`, {});
/** Right before another tile of its category; null: last. */
export const place = (id: string, before: string | null) =>
  intend('POST', `/goods/items/${part(id)}/place`, { before });
/** One place back (-1) or on (1) in its row. */
export const move = (kind: 'items' | 'categories', id: string, step: -1 | 1) =>
  intend('POST', `/goods/${kind}/${part(id)}/move`, { step });
