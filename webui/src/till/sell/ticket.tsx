/** The right side: the lines, the total, one-tap cash, Pay. Total and Pay never move. */
import type { ComponentChild } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isSaving } from '../api/intents';
import type { Line, QuickCash } from '../api/shapes';
import { payCash, showReceipts, undo } from '../deeds';
import { Awning, MenuIcon, TicketsIcon, UndoIcon } from '../icons';
import { Amount } from '../parts';
import * as state from '../state';
import { say, sayMoney, sayNote, sayPrice, sayWeight } from '../words';

/** What lies on the scale is not on the ticket yet: nobody pays past it. */
const isWeighing = () => state.sheet.value?.kind === 'weigh';

/** `1,160 kg × 3,00 €/kg · T 0,020 kg` (T: tare, as scales print it) or `2 × 3,90 €`. */
export function sayAmountOf(line: Line): string {
  const amount = line.weight_g === null ? String(line.quantity) : sayWeight(line.weight_g);
  const tare = line.tare_g ? ` · T ${sayWeight(line.tare_g)}` : '';
  return `${amount} × ${sayPrice(line.price_minor, line.unit)}${tare}`;
}

function LineRow({ line, isTouched }: { line: Line; isTouched: boolean }) {
  return (
    <button
      type="button"
      class={`line ${line.parent_id ? 'belongs' : ''} ${isTouched ? 'touched' : ''}`}
      data-testid={`line-${line.id}`}
      onClick={() => {
        state.sheet.value = { kind: 'line', id: line.parent_id ?? line.id };
      }}
    >
      <span class="line-name">{line.name}</span>
      <span class="line-amount figures">{sayMoney(line.amount_minor)}</span>
      <span class="line-detail figures">
        {sayAmountOf(line)}
        {line.discount_minor > 0 && (
          <em class="off">
            {' '}
            {line.promotion_minor ? state.promotionOf(line.id) : ''} {sayMoney(-line.discount_minor)}
          </em>
        )}
      </span>
    </button>
  );
}

/** Lines are drawn in blocks: a tap touches one block, and the browser skips whole blocks out of sight. */
const BLOCK_LINES = 12;

type Block = { lines: readonly Line[]; touched: string | null; drawn: ComponentChild };

/** Cut into blocks; one that shows the same as before keeps its drawing, which is then not even compared. */
function inBlocks(lines: readonly Line[], touched: string | null, before: readonly Block[]): Block[] {
  return Array.from({ length: Math.ceil(lines.length / BLOCK_LINES) }, (_, at) => {
    const own = lines.slice(at * BLOCK_LINES, (at + 1) * BLOCK_LINES);
    const mark = own.some((line) => line.id === touched) ? touched : null;
    const old = before[at];
    const isSame =
      old?.touched === mark &&
      old.lines.length === own.length &&
      own.every((line, row) => line === old.lines[row]);
    return isSame ? old : { lines: own, touched: mark, drawn: drawBlock(own, mark, at) };
  });
}

const drawBlock = (lines: readonly Line[], touched: string | null, at: number): ComponentChild => (
  <div key={at} class="line-block">
    {lines.map((line) => (
      <LineRow key={line.id} line={line} isTouched={line.id === touched} />
    ))}
  </div>
);

function Empty() {
  return (
    <div class="empty">
      <Awning />
      <p>{say('sell.empty')}</p>
    </div>
  );
}

export function Lines() {
  const lines = state.lines.value;
  const touched = state.touched.value;
  const isOpen = state.linesAreOpen.value;
  const box = useRef<HTMLDivElement>(null);
  const known = useRef<readonly Block[]>([]);
  const blocks = inBlocks(lines, touched, known.current);
  known.current = blocks;
  useLayoutEffect(() => {
    const list = box.current;
    if (!list || lines.length === 0) return;
    const isNewest = touched === null || touched === lines.at(-1)?.id;
    const row = isNewest ? null : list.querySelector(`[data-testid="line-${CSS.escape(touched)}"]`);
    if (row) row.scrollIntoView({ block: 'nearest' });
    else list.scrollTop = list.scrollHeight;
  }, [lines, touched, isOpen]);
  return (
    <div class="lines" ref={box} data-testid="lines">
      {lines.length === 0 ? <Empty /> : blocks.map((block) => block.drawn)}
    </div>
  );
}

function Total() {
  const count = state.count.value;
  return (
    <div class="total-row">
      <button
        type="button"
        class="key round"
        data-testid="undo"
        aria-label={say('sell.undo')}
        disabled={!state.canUndo.value}
        onClick={undo}
      >
        <UndoIcon />
      </button>
      <button
        type="button"
        class="total"
        data-testid="toggle-lines"
        onClick={() => {
          state.linesAreOpen.value = !state.linesAreOpen.value;
        }}
      >
        <span class="total-word">
          {state.discountMinor.value > 0
            ? say('sell.discount', { amount: sayMoney(state.discountMinor.value) })
            : say('sell.total')}{' '}
          · {say('sell.items', { count })}
          <i class="only-phone"> {state.linesAreOpen.value ? '▾' : '▴'}</i>
        </span>
        <span data-testid="total">
          <Amount minor={state.totalMinor.value} />
        </span>
      </button>
    </div>
  );
}

function QuickKey({ cash, isExact }: { cash: QuickCash; isExact: boolean }) {
  const note = sayNote(cash.given_minor);
  return (
    <button
      type="button"
      class="quick-key"
      data-testid={isExact ? 'exact' : `note-${cash.given_minor}`}
      disabled={state.isPaying.value || isWeighing()}
      onClick={() => void payCash(cash.given_minor)}
    >
      <b
        class={`figures ${note.length > 10 ? 'longest' : note.length > 8 ? 'longer' : note.length > 7 ? 'long' : ''}`}
      >
        {isExact ? say(cash.change_minor > 0 ? 'pay.out' : 'sell.exact') : note}
      </b>
      <span class="figures">
        {isExact
          ? sayMoney(cash.given_minor || cash.change_minor)
          : say('sell.change_short', { amount: sayMoney(cash.change_minor) })}
      </span>
    </button>
  );
}

/** While nothing is being bought, the place of the notes tells how the last sale ended. */
function LastSale() {
  const last = state.lastSale.value;
  if (!last) return <p class="quick-hint">{say('sell.quick_hint')}</p>;
  return (
    <button type="button" class="last-sale" data-testid="last-sale" onClick={() => showReceipts(last.number)}>
      <span>{say('sell.last_sale', { number: last.number })}</span>
      <b class="figures">
        {sayMoney(last.total_minor)} · {say('sell.change_short', { amount: sayMoney(last.change_minor) })}
      </b>
    </button>
  );
}

function Quick() {
  const isEmpty = state.lines.value.length === 0;
  return (
    <div class={`quick ${isEmpty ? 'is-empty' : ''}`} data-testid="quick-cash">
      {isEmpty ? (
        <LastSale />
      ) : (
        state.quickCash.value.map((cash, at) => (
          <QuickKey key={cash.given_minor} cash={cash} isExact={at === 0} />
        ))
      )}
    </div>
  );
}

export function Ticket() {
  return (
    <aside class="ticket">
      <Lines />
      <Total />
      <Quick />
      <div class="pay-row">
        <button
          type="button"
          class="key menu-key"
          data-testid="menu"
          aria-label={say('app.menu')}
          onClick={() => {
            state.sheet.value = state.sheet.value ? null : { kind: 'menu' };
          }}
        >
          <MenuIcon />
        </button>
        <button
          type="button"
          class="key menu-key tickets-key"
          data-testid="tickets"
          aria-label={`${say('sell.tickets')} ${state.parked.value || ''}`.trim()}
          disabled={state.lines.value.length === 0 && state.parked.value === 0}
          onClick={() => {
            state.sheet.value = state.sheet.value?.kind === 'tickets' ? null : { kind: 'tickets' };
          }}
        >
          <TicketsIcon />
          {state.parked.value > 0 && <b class="badge figures">{state.parked.value}</b>}
        </button>
        <button
          type="button"
          class="pay-key"
          data-testid="pay"
          disabled={state.lines.value.length === 0 || state.isPaying.value || isWeighing()}
          onClick={() => {
            state.sheet.value = null;
            state.query.value = null;
            state.view.value = 'pay';
          }}
        >
          {isSaving.value ? say('app.saving') : say('sell.pay')}
        </button>
      </div>
    </aside>
  );
}
