/** Paying in parts and in several ways, and how the stall takes money. */
import { intend, untilAnswered } from './intents';
import type { Payments, Snapshot, TenderKind, TransferAccount } from './shapes';

export type TransferCode = { rows: string[]; amount_minor: number; name: string; account: string };
type Taken = { kind: TenderKind; amount_minor: number; tip_minor: number; reference: string };

/** `due_minor` is what the vendor saw; the till refuses when it is no longer true. */
export const takePayment = (taken: Taken, due_minor: number) =>
  intend('POST', '/ticket/payments', { ...taken, due_minor }) as Promise<Snapshot>;
export const givePaymentBack = (id: string) =>
  intend('DELETE', `/ticket/payments/${encodeURIComponent(id)}`, undefined) as Promise<Snapshot>;
export const transferCode = () => untilAnswered('GET', '/ticket/transfer') as Promise<TransferCode>;
export const setPayments = (kinds: TenderKind[], cash_step_minor: number, account: TransferAccount | null) =>
  intend('PUT', '/payments', { kinds, cash_step_minor, account }) as Promise<Payments>;
