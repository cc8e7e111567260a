/** Receipts: where each one is, whether it printed, and its paper once more. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { readSale, readSales } from './api/sales';
import type { SaleDetail, SaleRow } from './api/shapes';
import { printCopy, refuse } from './deeds';
import { PrinterIcon } from './icons';
import { SheetNow } from './sheets/sheet-now';
import * as state from './state';
import { say, sayMoment, sayMoney } from './words';

const rows = signal<SaleRow[] | null>(null);
const hasMore = signal(false);
const detail = signal<SaleDetail | null>(null);

async function readFirst(): Promise<void> {
  const page = await readSales(null);
  const oldest = page.sales.at(-1)?.f ?? 0;
  const older = (rows.peek() ?? []).filter((row) => row.f < oldest);
  rows.value = [...page.sales, ...older];
  if (older.length === 0) hasMore.value = page.more;
  // Beside the list the newest receipt lies open; on a phone it would cover the list.
  const newest = page.sales[0];
  const isBeside = window.matchMedia('(min-width: 641px)').matches;
  if (isBeside && newest && state.openReceipt.peek() === null) state.openReceipt.value = newest.number;
}

async function readOlder(): Promise<void> {
  const known = rows.peek() ?? [];
  const page = await readSales(known.at(-1)?.f ?? null);
  rows.value = [...known, ...page.sales];
  hasMore.value = page.more;
}

async function readDetail(number: string): Promise<void> {
  const now = await readSale(number);
  if (state.openReceipt.peek() === number) detail.value = now;
}

function Row({ row, isOpen }: { row: SaleRow; isOpen: boolean }) {
  return (
    <button
      type="button"
      class="receipt-row"
      data-testid={`receipt-${row.number}`}
      aria-current={isOpen}
      onClick={() => {
        state.openReceipt.value = row.number;
      }}
    >
      <span class="figures">
        <b>{row.number}</b> {sayMoment(row.at_utc, row.offset_min)}
      </span>
      <b class="figures">{sayMoney(row.total_minor)}</b>
      <small>
        {say(`receipts.${row.state}`)} · {say(`print.${row.print_state}`)}
      </small>
      <small class="figures">{say('sell.items', { count: row.count })}</small>
    </button>
  );
}

function Paper({ sale }: { sale: SaleDetail }) {
  return (
    <>
      <div class="paper-roll">
        <pre class="paper" data-testid="paper">
          {sale.paper.join('\n')}
        </pre>
      </div>
      <div class="paper-foot">
        <span>{say(`print.${sale.print_state}`)}</span>
        <button type="button" class="key" data-testid="reprint" onClick={() => void printCopy(sale.number)}>
          <PrinterIcon />
          {say('receipts.print')}
        </button>
      </div>
    </>
  );
}

export function Receipts() {
  const open = state.openReceipt.value;
  const sold = state.lastSale.value?.number;
  const printer = state.printer.value;
  // A new sale or another printer state makes the list stale.
  useEffect(() => {
    readFirst().catch(refuse);
    if (open) readDetail(open).catch(refuse);
  }, [sold, printer, open]);
  const list = rows.value;
  const shown = detail.value?.number === open ? detail.value : null;
  return (
    <main class={`receipts ${open ? 'has-open' : ''}`}>
      <section class="receipt-list">
        <h1>{say('receipts.title')}</h1>
        {list?.length === 0 && <p class="hint">{say('receipts.empty')}</p>}
        {list?.map((row) => (
          <Row key={row.number} row={row} isOpen={row.number === open} />
        ))}
        {hasMore.value && (
          <button type="button" class="key" data-testid="older" onClick={() => readOlder().catch(refuse)}>
            {say('receipts.more')}
          </button>
        )}
      </section>
      <section class="receipt-detail" data-testid="receipt-detail">
        {shown ? <Paper key={shown.number} sale={shown} /> : <p class="hint">{say('receipts.choose')}</p>}
      </section>
      <SheetNow />
    </main>
  );
}
