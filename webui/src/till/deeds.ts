/** What a tap does: one function per wish. They send, draw the answer, or show the refusal. */

import { changeLanguage, setDiscountPresets, setQuickPrint } from './api/box';
import { Refused } from './api/intents';
import * as office from './api/office';
import { answerPrinted, reprint } from './api/sales';
import type { Item, LastSale, OfflineUntil, Snapshot } from './api/shapes';
import * as ticket from './api/ticket';
import { remember } from './memory';
import * as state from './state';

/** Shows a refusal of the till; anything else is a fault of this page and may surface. */
export function refuse(error: unknown): void {
  if (!(error instanceof Refused)) throw error;
  if (error.refusal.code === 'not_paired') state.isPaired.value = false;
  state.refusal.value = error.refusal;
}

async function drawn(answer: Promise<Snapshot>): Promise<Snapshot | null> {
  try {
    const now = await answer;
    state.refusal.value = null;
    state.draw(now);
    return now;
  } catch (error) {
    refuse(error);
    return null;
  }
}

export function tapItem(item: Item): void {
  if (item.unit === 'kg') state.sheet.value = { kind: 'weigh', item };
  else if (item.is_free_price) state.sheet.value = { kind: 'price', item };
  else void drawn(ticket.addItem(item.id));
}

/** A tile that stands for several kinds asks which; what is found or scanned is one of them already. */
export function tapTile(item: Item): void {
  if (state.kindsOf(item).length > 0) state.sheet.value = { kind: 'kinds', item };
  else tapItem(item);
}

export function addWeighed(item: Item, weight_g: number, tare_g: number): void {
  state.sheet.value = null;
  void drawn(ticket.addItem(item.id, { weight_g, tare_g }));
}

export function addPriced(item: Item, price_minor: number): void {
  state.sheet.value = null;
  void drawn(ticket.addItem(item.id, { price_minor }));
}

export const takeEmpty = (item: Item) => void drawn(ticket.addItem(item.id, { is_returned: true }));

export const setLine = (id: string, amount: ticket.Amount) => void drawn(ticket.changeLine(id, amount));
export const giveDiscount = (lineId: string | null, kind: 'percent' | 'amount', value: number) =>
  void drawn(ticket.giveDiscount(lineId, kind, value));
export const takeDiscountBack = (id: string) => void drawn(ticket.takeDiscountBack(id));
export const keepPresets = (presetsBp: number[]) => void drawn(setDiscountPresets(presetsBp));
export const undo = () => void drawn(ticket.undo());

/** An item that asks for a weight or a price opens its sheet when it is scanned, as it does when it is tapped. */
export function askFor(gtin: string): boolean {
  const code = gtin.padStart(14, '0');
  const item = state.catalogue.value?.items.find((one) => one.gtin?.padStart(14, '0') === code);
  if (!item || (item.unit === 'piece' && !item.is_free_price)) return false;
  tapItem(item);
  return true;
}

export function scan(gtin: string): void {
  if (!askFor(gtin)) void drawn(ticket.scan(gtin));
}

export function removeLine(id: string): void {
  state.sheet.value = null;
  void drawn(ticket.removeLine(id));
}

/** Ends the sale. Deaf while one payment is on its way, so that a double tap sells once. */
export async function payCash(givenMinor: number): Promise<void> {
  const due = state.cashDueMinor.peek();
  if (state.isPaying.peek() || state.lines.peek().length === 0 || givenMinor < due) return;
  state.isPaying.value = true;
  try {
    const now = await drawn(ticket.payCash(givenMinor, state.totalMinor.peek()));
    if (now?.last_sale) finished(now.last_sale);
  } finally {
    state.isPaying.value = false;
  }
}

/** The next sale can begin; the change stays until the next tap. */
export function finished(sale: LastSale): void {
  state.sheet.value = null;
  state.query.value = null;
  state.linesAreOpen.value = false;
  state.view.value = 'sell';
  state.change.value = sale;
}

export async function printCopy(number: string): Promise<void> {
  try {
    await reprint(number);
    state.notice.value = 'receipts.sent';
  } catch (error) {
    refuse(error);
  }
}

export const sayPrinted = (jobId: string, isPrinted: boolean) => void drawn(answerPrinted(jobId, isPrinted));
export const speakLanguage = (code: string) => void drawn(changeLanguage(code));

export const changeQuickPrint = (isOn: boolean) => void drawn(setQuickPrint(isOn));

export const syncNow = () => void drawn(office.syncNow());
export const connect = (url: string) => void drawn(office.enrol(url));
export const stopConnecting = () => void drawn(office.cancelEnrolment());

export function switchOffline(until: OfflineUntil | null): void {
  state.sheet.value = { kind: 'status' };
  void drawn(office.switchOffline(until));
}

/** Another screen instead of this one, with nothing lying over it. */
function show(view: state.View): void {
  state.sheet.value = null;
  state.change.value = null;
  state.query.value = null;
  state.view.value = view;
}

export const showConnect = () => show('connect');
export const showPayments = () => show('payments');
export const showWifi = () => show('wifi');
export const showDevices = () => show('devices');
export const showCare = () => show('care');
export const showDay = () => show('day');
export const showGoods = () => show('goods');

/** A code no item has: the editor opens with it, and what is saved there is sold. */
export function makeItemOf(code: string): void {
  state.refusal.value = null;
  state.newCode.value = code;
  showGoods();
}

export const showStock = () => show('stock');
export const showPeople = () => show('people');
export const showReady = () => show('ready');
export function setLight(light: state.Light): void {
  state.light.value = light;
  remember('light', light);
}

export function toggleLeftHand(): void {
  state.isLeftHand.value = !state.isLeftHand.value;
  remember('left', state.isLeftHand.value ? 'on' : 'off');
}

/** The paper of a sale was scanned, or its goods come back from the list. */
export function takeBack(number: string): void {
  showReceipts(number);
  state.sheet.value = { kind: 'refund', number };
}

export function showReceipts(number: string | null = null): void {
  state.sheet.value = null;
  state.change.value = null;
  state.query.value = null;
  state.openReceipt.value = number;
  state.view.value = 'receipts';
}
