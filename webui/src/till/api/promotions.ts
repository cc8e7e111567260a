/** Promotions made and changed on the box, and coupons on the open ticket. */
import { intend, untilAnswered } from './intents';
import type { Snapshot } from './shapes';

export type PromotionKind = 'percent' | 'nth' | 'set' | 'bundle';
/** `value_bp` in basis points; minutes of the local day; weekdays from 0, Monday; no goods named means all. */
export type PromotionWish = {
  name: string;
  kind: PromotionKind;
  is_on: boolean;
  item_ids: string[];
  category_ids: string[];
  value_bp: number;
  count: number;
  free: number;
  price_minor: number;
  weekdays: number[];
  from_min: number;
  until_min: number;
  code: string | null;
};
export type Promotion = PromotionWish & { id: string; holds_now: boolean };

const part = encodeURIComponent;

export const readPromotions = () =>
  untilAnswered('GET', '/promotions') as Promise<{ promotions: Promotion[] }>;
export const makePromotion = (wish: PromotionWish) => intend('POST', '/promotions', wish);
export const changePromotion = (id: string, wish: Partial<PromotionWish>) =>
  intend('PATCH', `/promotions/${part(id)}`, wish);
export const removePromotion = (id: string) => intend('DELETE', `/promotions/${part(id)}`, undefined);
export const giveCoupon = (code: string) => intend('POST', '/ticket/coupons', { code }) as Promise<Snapshot>;
export const takeCouponBack = (code: string) =>
  intend('DELETE', `/ticket/coupons/${part(code)}`, undefined) as Promise<Snapshot>;
