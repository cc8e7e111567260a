/** What is left at each stall, what lacks first; and the moves of a day. A sale moves stock by itself and is no row here. */
import { computed } from '@preact/signals';
import type { StockItem, StockMove } from '../api/shapes';
import { BackIcon, ForwardIcon } from '../icons';
import { Empty, Waiting } from '../parts';
import { stock, stockDay, today } from '../state';
import { say, sayDay, sayNumber, sayStockReason, sayTime, sayWeight } from '../words';

const day = computed(() => stockDay.value ?? today.value?.day ?? '');

function moveDay(by: number): void {
  const moved = new Date(Date.parse(`${day.value}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
  stockDay.value = moved === today.value?.day ? null : moved;
}

const amount = (unit: StockItem['unit'], much: number): string =>
  unit === 'kg' ? sayWeight(much) : sayNumber(much).replace('-', '−');

const levelOf = (left: number): string => (left < 0 ? 'over' : left === 0 ? 'out' : 'ok');

function Item({ of }: { of: StockItem }) {
  return (
    <li
      class={`stock-item ${levelOf(Math.min(...of.stalls.map((one) => one.left)))}`}
      data-testid={`stock-${of.item_id}`}
    >
      <b>{of.name}</b>
      <b class="figures">{amount(of.unit, of.left)}</b>
      <span class="stock-stalls muted">
        {of.stalls.map((one) => (
          <span key={one.box_id} class={levelOf(one.left)}>
            {one.stall} <b class="figures">{amount(of.unit, one.left)}</b>
          </span>
        ))}
      </span>
    </li>
  );
}

const sayDelta = (move: StockMove): string => (move.delta > 0 ? '+' : '') + amount(move.unit, move.delta);

function Moves({ moves }: { moves: readonly StockMove[] }) {
  if (moves.length === 0) return <p class="muted">{say('stock.no_moves')}</p>;
  return (
    <section class="card table-card">
      <table class="table figures" data-testid="stock-moves">
        <thead>
          <tr>
            <th scope="col">{say('sales.time')}</th>
            <th scope="col">{say('stock.what')}</th>
            <th scope="col" class="wide-only">
              {say('sales.stall')}
            </th>
            <th scope="col" class="right">
              {say('stock.change')}
            </th>
          </tr>
        </thead>
        <tbody>
          {moves.map((move) => (
            <tr key={`${move.box_id}/${move.id}`}>
              <td>{sayTime(move.at_utc, move.offset_min)}</td>
              <td>
                {move.name}
                <small>
                  {say(`stock.kind.${move.kind}`)}
                  {move.reason && ` · ${sayStockReason(move.reason)}`}
                  {move.counted !== null && ` · ${amount(move.unit, move.counted)}`}
                  {move.staff_name && ` · ${move.staff_name}`}
                  <span class="narrow-only"> · {move.stall}</span>
                </small>
              </td>
              <td class="wide-only">{move.stall}</td>
              <td class={`right ${move.delta < 0 ? 'less' : ''}`}>{sayDelta(move)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function DayChoice() {
  return (
    <div class="day-choice">
      <button
        type="button"
        class="icon-key"
        aria-label={say('sales.earlier')}
        data-testid="day-before"
        onClick={() => moveDay(-1)}
      >
        <BackIcon />
      </button>
      <button
        type="button"
        class="icon-key"
        aria-label={say('sales.later')}
        disabled={day.value === today.value?.day}
        data-testid="day-after"
        onClick={() => moveDay(1)}
      >
        <ForwardIcon />
      </button>
    </div>
  );
}

export function StockPage() {
  const now = stock.value;
  return (
    <>
      <header class="page-head">
        <h1>{say('stock.title')}</h1>
      </header>
      {now === null ? (
        <Waiting />
      ) : now.items.length === 0 ? (
        <Empty title={say('stock.none')}>
          <p>{say('stock.none_why')}</p>
        </Empty>
      ) : (
        <ul class="stock-items">
          {now.items.map((item) => (
            <Item key={`${item.unit} ${item.item_id}`} of={item} />
          ))}
        </ul>
      )}
      {now !== null && (
        <>
          <header class="page-head">
            <h2>{say('stock.moves', { day: day.value ? sayDay(day.value) : '' })}</h2>
            <DayChoice />
          </header>
          <Moves moves={now.moves} />
        </>
      )}
    </>
  );
}
