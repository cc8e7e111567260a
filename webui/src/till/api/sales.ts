/** Receipts: the list, one in full, and paper. */
import { intend, untilAnswered } from './intents';
import type { SaleDetail, SalesPage, Snapshot } from './shapes';

const sale = (number: string) => `/sales/${encodeURIComponent(number)}`;

export const readSales = (before: number | null, limit = 40) =>
  untilAnswered(
    'GET',
    `/sales?limit=${limit}${before === null ? '' : `&before=${before}`}`,
  ) as Promise<SalesPage>;
export const readSale = (number: string) => untilAnswered('GET', sale(number)) as Promise<SaleDetail>;
export const reprint = (number: string) =>
  intend('POST', `${sale(number)}/reprint`, {}) as Promise<{ job_id: string }>;
export const answerPrinted = (job_id: string, printed: boolean) =>
  intend('POST', `/print-jobs/${encodeURIComponent(job_id)}/answer`, { printed }) as Promise<Snapshot>;
