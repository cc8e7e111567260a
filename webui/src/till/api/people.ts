/** People at the till: who works here, signing in and out, and approving one deed of somebody else. */
import { intend, untilAnswered } from './intents';

export type Role = 'seller' | 'manager' | 'owner';
export type Right =
  | 'discount_over_limit'
  | 'refund'
  | 'cash_out'
  | 'no_sale'
  | 'close_day'
  | 'edit_goods'
  | 'edit_staff'
  | 'count_stock'
  | 'export';
export type Person = { id: string; name: string; role: Role; rights: Right[]; wait_s: number };
export type People = {
  set_up: boolean;
  here: { id: string; name: string; role: Role } | null;
  is_locked: boolean;
  lock_after_min: number;
  people: Person[];
};

const one = (id: string) => `/people/${encodeURIComponent(id)}`;

export const readPeople = () => untilAnswered('GET', '/people') as Promise<People>;
export const signIn = (staff_id: string, pin: string) =>
  intend('POST', '/people/sign-in', { staff_id, pin }) as Promise<People>;
export const signOut = () => intend('POST', '/people/sign-out', {}) as Promise<People>;
export const addPerson = (name: string, role: Role, pin: string) =>
  intend('POST', '/people', { name, role, pin }) as Promise<People>;
export const changePerson = (id: string, name: string, role: Role, pin: string | null) =>
  intend('PATCH', one(id), { name, role, pin }) as Promise<People>;
export const removePerson = (id: string) => intend('DELETE', one(id), {}) as Promise<People>;
export const lockNow = () => intend('POST', '/people/lock', {}) as Promise<People>;
export const lockAfter = (lock_after_min: number) =>
  intend('PATCH', '/people/lock', { lock_after_min }) as Promise<People>;
/** Beside the queue: what waits for the approval holds the queue. */
export const approve = (staff_id: string, pin: string, right: string) =>
  untilAnswered('POST', '/people/approve', { staff_id, pin, right }) as Promise<{ approval: string }>;
