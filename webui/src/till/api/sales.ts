/** Receipts: the list, one in full, and paper. */
import { intend, untilAnswered } from './intents';
import type { SaleDetail, SaleRow, SalesPage, Snapshot } from './shapes';

const sale = (number: string) => `/sales/${encodeURIComponent(number)}`;

/** Newest first; with `below`, those older than that receipt. */
export const readSales = (below: SaleRow | null, limit = 40) =>
  untilAnswered(
    'GET',
    `/sales?limit=${limit}${below === null ? '' : `&before=${below.f}&epoch=${below.epoch}`}`,
  ) as Promise<SalesPage>;
export type Found = {
  sales: SaleRow[];
  next: { epoch: number; f: number } | null;
  looked_back_to: string | null;
};
/** By number, amount or words, newest first; `below` is the answer's `next`. */
export const findReceipts = (query: string, below: Found['next']) =>
  untilAnswered(
    'GET',
    `/receipts?q=${encodeURIComponent(query)}${below === null ? '' : `&before=${below.f}&epoch=${below.epoch}`}`,
  ) as Promise<Found>;
export const readSale = (number: string) => untilAnswered('GET', sale(number)) as Promise<SaleDetail>;
export const reprint = (number: string) =>
  intend('POST', `${sale(number)}/reprint`, {}) as Promise<{ job_id: string }>;
export const answerPrinted = (job_id: string, printed: boolean) =>
  intend('POST', `/print-jobs/${encodeURIComponent(job_id)}/answer`, { printed }) as Promise<Snapshot>;
