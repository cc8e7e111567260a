/** Every call of the owner's API by name. A refusal becomes an `OfficeRefusal`, silence one with code `no_answer`. */
import type {
  AsideEntry,
  Box,
  Category,
  ClosedShift,
  Conflict,
  Enrolment,
  Goods,
  Hours,
  Item,
  PersonOf,
  Sale,
  SaleName,
  SalesPage,
  Session,
  Stock,
  Today,
} from './shapes';
import { type Answer, type Method, request } from './wire';

export class OfficeRefusal extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly field: string | null = null,
    readonly params: Record<string, string | number> = {},
  ) {
    super(code);
  }
}

let csrf: string | null = null;

/** The token that belongs to the session; each session answer brings it. */
export function keepToken(token: string | null): void {
  csrf = token;
}

type ErrorBody = {
  error?: { code?: string; field?: string | null; params?: Record<string, string | number> };
};

async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  let answer: Answer;
  try {
    answer = await request(method, path, body, csrf);
  } catch {
    throw new OfficeRefusal('no_answer', 0);
  }
  if (answer.status < 400) return answer.body as T;
  const error = (answer.body as ErrorBody | null)?.error;
  const code = error?.code ?? (answer.status === 429 ? 'too_many' : 'internal');
  throw new OfficeRefusal(code, answer.status, error?.field ?? null, error?.params ?? {});
}

const part = encodeURIComponent;

function query(values: Record<string, string | number | null>): string {
  const used = Object.entries(values).filter(([, value]) => value !== null && value !== '');
  const text = new URLSearchParams(used.map(([name, value]) => [name, String(value)])).toString();
  return text ? `?${text}` : '';
}

async function session(method: Method, path: string, body?: unknown): Promise<Session> {
  const now = await call<Session>(method, path, body);
  keepToken(now.csrf);
  return now;
}

export type Setup = {
  token: string;
  merchant_name: string;
  email: string;
  password: string;
  country: string;
  language: string;
};

export const readSession = () => session('GET', '/session');
export const setUp = (wish: Setup) => session('POST', '/setup', wish);
export const signIn = (email: string, password: string) => session('POST', '/session', { email, password });
export const signOut = () => call<unknown>('DELETE', '/session', {});

export const readToday = () => call<Today>('GET', '/today');
export const readSales = (day: string, box: string | null, before: SaleName | null, limit: number) =>
  call<SalesPage>(
    'GET',
    `/sales${query({ day, box, before: before?.number ?? null, before_box: before?.box_id ?? null, limit })}`,
  );
export const readShifts = (day: string) => call<{ shifts: ClosedShift[] }>('GET', `/shifts${query({ day })}`);
export const readSale = ({ box_id, number }: SaleName) =>
  call<Sale>('GET', `/boxes/${part(box_id)}/sales/${part(number)}`);

export const readAside = () => call<{ entries: AsideEntry[] }>('GET', '/quarantine');
export const retryAside = (id: string) => call<unknown>('POST', `/quarantine/${part(id)}/retry`, {});
export const markSeen = (id: string) => call<unknown>('POST', `/quarantine/${part(id)}/seen`, {});

export const readBoxes = () => call<{ boxes: Box[] }>('GET', '/boxes');
export const renameBox = (id: string, name: string) => call<unknown>('PATCH', `/boxes/${part(id)}`, { name });
export const revokeBox = (id: string) => call<unknown>('POST', `/boxes/${part(id)}/revoke`, {});
export const markAlarmSeen = (id: string) => call<unknown>('POST', `/boxes/${part(id)}/attention/seen`, {});
export const readEnrolment = (code: string) => call<Enrolment>('GET', `/enrolments/${part(code)}`);
export const approve = (code: string, fingerprint: string) =>
  call<unknown>('POST', `/enrolments/${part(code)}/approve`, { fingerprint });
export const deny = (code: string) => call<unknown>('POST', `/enrolments/${part(code)}/deny`, {});

export const readStock = (day: string | null) => call<Stock>('GET', `/stock${query({ day })}`);

export const readGoods = () => call<Goods>('GET', '/catalogue');
export const putItem = ({ id, ...item }: Item) => call<unknown>('PUT', `/catalogue/items/${part(id)}`, item);
export const removeItem = (id: string) => call<unknown>('DELETE', `/catalogue/items/${part(id)}`, {});
export const putCategory = ({ id, ...category }: Category) =>
  call<unknown>('PUT', `/catalogue/categories/${part(id)}`, category);
export const removeCategory = (id: string) =>
  call<unknown>('DELETE', `/catalogue/categories/${part(id)}`, {});

export const readPeople = () => call<{ people: PersonOf[] }>('GET', '/people');
export const readHours = (since: string | null, until: string | null) =>
  call<Hours>('GET', `/hours${query({ since, until })}`);
export const forgetPerson = (box_id: string, staff_id: string) =>
  call<unknown>('POST', `/boxes/${part(box_id)}/people/${part(staff_id)}/forget`, {});
export const settleConflict = ({ box_id, conflict_id, field }: Conflict, use: 'kept' | 'other') =>
  call<unknown>('POST', '/catalogue/conflicts', { box_id, conflict_id, field, use });
