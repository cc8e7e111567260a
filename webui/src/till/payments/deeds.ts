/** What a tap here does: it sends, draws the answer, or shows the refusal. */
import { givePaymentBack, takePayment } from '../api/payments';
import type { TenderKind } from '../api/shapes';
import { finished, refuse } from '../deeds';
import * as state from '../state';

type Taken = { kind: TenderKind; amount_minor: number; tip_minor: number; reference: string };

/** Takes a part, or all that is due, which ends the sale. True when the till took it. */
export async function take(taken: Taken): Promise<boolean> {
  if (state.isPaying.peek() || state.lines.peek().length === 0) return false;
  state.isPaying.value = true;
  const id = state.ticketId.peek();
  try {
    const now = await takePayment(taken, state.dueMinor.peek());
    state.refusal.value = null;
    state.draw(now);
    if (now.ticket.id !== id && now.last_sale) finished(now.last_sale);
    return true;
  } catch (error) {
    refuse(error);
    return false;
  } finally {
    state.isPaying.value = false;
  }
}

export async function giveBack(id: string): Promise<void> {
  try {
    state.draw(await givePaymentBack(id));
    state.refusal.value = null;
  } catch (error) {
    refuse(error);
  }
}
