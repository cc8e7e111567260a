/** Refunds: what can still come back of a sale, and paying it back. */
import { intend, untilAnswered } from './intents';
import type { Line, TenderKind } from './shapes';

/** `left` and `measure` are pieces, or grams of what is sold by weight. */
export type OfferedLine = Line & { left: number };
export type Back = { line_id: string; measure: number; to_stock: boolean };
export type RefundOffer = {
  number: string;
  total_minor: number;
  left_minor: number;
  chosen_minor: number;
  /** How the chosen goods are paid back: where the money came from first. */
  money: { kind: TenderKind; amount_minor: number }[];
  is_cash_only: boolean;
  lines: OfferedLine[];
  refunds: string[];
};
export type RefundDone = { number: string; paid_out_minor: number; print_job_id: string | null };

const sale = (number: string) => `/sales/${encodeURIComponent(number)}`;

export const readOffer = (number: string, back: readonly Back[], in_cash: boolean) =>
  untilAnswered(
    'GET',
    `${sale(number)}/refund?in_cash=${in_cash}${back.length === 0 ? '' : `&take=${back.map((one) => `${one.line_id}:${one.measure}`).join(',')}`}`,
  ) as Promise<RefundOffer>;
export const giveBack = (number: string, lines: readonly Back[], total_minor: number, in_cash: boolean) =>
  intend('POST', `${sale(number)}/refunds`, { lines, total_minor, in_cash }) as Promise<RefundDone>;
