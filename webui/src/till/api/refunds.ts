/** Refunds: what can still come back of a sale, and paying it back. */
import { intend, untilAnswered } from './intents';
import type { Line } from './shapes';

/** `left` and `measure` are pieces, or grams of what is sold by weight. */
export type OfferedLine = Line & { left: number };
export type Back = { line_id: string; measure: number; to_stock: boolean };
export type RefundOffer = {
  number: string;
  total_minor: number;
  left_minor: number;
  chosen_minor: number;
  lines: OfferedLine[];
  refunds: string[];
};
export type RefundDone = { number: string; paid_out_minor: number; print_job_id: string | null };

const sale = (number: string) => `/sales/${encodeURIComponent(number)}`;

export const readOffer = (number: string, back: readonly Back[]) =>
  untilAnswered(
    'GET',
    `${sale(number)}/refund${back.length === 0 ? '' : `?take=${back.map((one) => `${one.line_id}:${one.measure}`).join(',')}`}`,
  ) as Promise<RefundOffer>;
export const giveBack = (number: string, lines: readonly Back[], total_minor: number) =>
  intend('POST', `${sale(number)}/refunds`, { lines, total_minor }) as Promise<RefundDone>;
