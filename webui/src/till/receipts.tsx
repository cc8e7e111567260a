/** Receipts: where each one is, whether it printed, and its paper once more. */
import { signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { readSale, readSales } from './api/sales';
import type { SaleDetail, SaleRow } from './api/shapes';
import { printCopy, refuse } from './deeds';
import { FindLater } from './finding/later';
import { OnBoxIcon, PrinterIcon, SafeIcon, SearchIcon } from './icons';
import { SheetNow } from './sheets/sheet-now';
import * as state from './state';
import { Strips } from './strips';
import { say, sayMoment, sayMoney } from './words';

const rows = signal<SaleRow[] | null>(null);
const hasMore = signal(false);
const detail = signal<SaleDetail | null>(null);

const MOST = 100;

/** All that is shown, anew: what the back office has got since is marked in every row, the oldest too. */
async function readShown(): Promise<void> {
  const wanted = Math.max(40, rows.peek()?.length ?? 0);
  let page = await readSales(null, Math.min(wanted, MOST));
  const fresh = [...page.sales];
  while (page.more && fresh.length < wanted) {
    page = await readSales(fresh.at(-1) ?? null, Math.min(wanted - fresh.length, MOST));
    fresh.push(...page.sales);
  }
  rows.value = fresh;
  hasMore.value = page.more;
  // Beside the list the newest receipt lies open; on a phone it would cover the list.
  const newest = fresh[0];
  const isBeside = window.matchMedia('(min-width: 641px)').matches;
  if (isBeside && newest && state.openReceipt.peek() === null) state.openReceipt.value = newest.number;
}

async function readOlder(): Promise<void> {
  const known = rows.peek() ?? [];
  const page = await readSales(known.at(-1) ?? null);
  rows.value = [...known, ...page.sales];
  hasMore.value = page.more;
}

async function readDetail(number: string): Promise<void> {
  const now = await readSale(number);
  if (state.openReceipt.peek() === number) detail.value = now;
}

/** Where a receipt is, by sign and by word. */
function Place({ of }: { of: SaleRow['state'] }) {
  return (
    <span class={`place ${of}`} data-testid="place" data-place={of}>
      {of === 'safe' ? <SafeIcon /> : <OnBoxIcon />}
      {say(`receipts.${of}`)}
    </span>
  );
}

export function Row({ row, isOpen }: { row: SaleRow; isOpen: boolean }) {
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
      <small class="row-state">
        <Place of={row.state} />
        <span>{say(`print.${row.print_state}`)}</span>
      </small>
      <small class="figures">
        {row.of === null
          ? say('sell.items', { count: row.count })
          : say('receipts.refund_of', { number: row.of })}
      </small>
    </button>
  );
}

function Paper({ sale }: { sale: SaleDetail }) {
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by a keyboard */}
      <div class="paper-roll" tabIndex={0}>
        <pre class="paper" data-testid="paper">
          {sale.paper.join('\n')}
        </pre>
      </div>
      <div class="paper-foot">
        <span class="paper-state">
          <Place of={sale.state} />
          <span>{say(`print.${sale.print_state}`)}</span>
        </span>
        {sale.kind === 'sale' && (
          <button
            type="button"
            class="key"
            data-testid="take-back"
            onClick={() => {
              state.sheet.value = { kind: 'refund', number: sale.number };
            }}
          >
            {say('receipts.take_back')}
          </button>
        )}
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
  const waiting = state.waitingSales.value;
  // A new sale, another printer state or a word from the back office makes the list stale.
  useEffect(() => {
    readShown().catch(refuse);
    if (open) readDetail(open).catch(refuse);
  }, [sold, printer, waiting, open]);
  const list = rows.value;
  const isFinding = useSignal(false);
  const shown = detail.value?.number === open ? detail.value : null;
  return (
    <main class={`receipts ${open ? 'has-open' : ''}`}>
      {isFinding.value ? (
        <FindLater
          onClose={() => {
            isFinding.value = false;
          }}
        />
      ) : (
        <section class="receipt-list">
          <header class="receipt-head">
            <h1>{say('receipts.title')}</h1>
            <button
              type="button"
              class="key round"
              data-testid="find-receipt"
              aria-label={say('sell.search')}
              onClick={() => {
                isFinding.value = true;
              }}
            >
              <SearchIcon />
            </button>
          </header>
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
      )}
      <section class="receipt-detail" data-testid="receipt-detail">
        {shown ? <Paper key={shown.number} sale={shown} /> : <p class="hint">{say('receipts.choose')}</p>}
      </section>
      <SheetNow />
      <Strips />
    </main>
  );
}
