/** The sales of a day: by stall, newest first, with the total the back office counted over all of them. */
import { computed } from '@preact/signals';
import { isSame, readOlderSales } from '../deeds';
import { BackIcon, ForwardIcon } from '../icons';
import { Amount, Empty, Waiting } from '../parts';
import { go, saleAddress } from '../route';
import { freshSale, sales, salesBox, salesDay, shifts, today } from '../state';
import { say, sayDay, sayNumber, sayTime } from '../words';

const day = computed(() => salesDay.value ?? today.value?.day ?? '');

function moveDay(by: number): void {
  const moved = new Date(Date.parse(`${day.value}T12:00:00Z`) + by * 86_400_000);
  chooseDay(moved.toISOString().slice(0, 10));
}

function chooseDay(chosen: string): void {
  if (!chosen) return;
  const isToday = chosen === today.value?.day;
  salesDay.value = isToday ? null : chosen;
}

function Choices() {
  const isToday = day.value === today.value?.day;
  return (
    <div class="choices">
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
        <input
          type="date"
          aria-label={say('sales.day')}
          data-testid="day"
          value={day.value}
          max={today.value?.day ?? ''}
          onChange={(event) => chooseDay(event.currentTarget.value)}
        />
        <button
          type="button"
          class="icon-key"
          aria-label={say('sales.later')}
          disabled={isToday}
          data-testid="day-after"
          onClick={() => moveDay(1)}
        >
          <ForwardIcon />
        </button>
      </div>
      <select
        aria-label={say('sales.stall')}
        data-testid="stall-choice"
        value={salesBox.value ?? ''}
        onChange={(event) => {
          salesBox.value = event.currentTarget.value || null;
        }}
      >
        <option value="">{say('sales.every')}</option>
        {(today.value?.stalls ?? []).map((stall) => (
          <option key={stall.box_id} value={stall.box_id}>
            {stall.name}
          </option>
        ))}
      </select>
    </div>
  );
}

function Table() {
  const now = sales.value;
  if (now === null) return <Waiting />;
  if (now.sales.length === 0) {
    return (
      <Empty title={say('sales.none')}>
        <p>{say('sales.none_why')}</p>
      </Empty>
    );
  }
  return (
    <section class="card table-card">
      <table class="table figures" data-testid="sales-table">
        <thead>
          <tr>
            <th scope="col">{say('sales.time')}</th>
            <th scope="col">{say('sales.number')}</th>
            <th scope="col" class="wide-only">
              {say('sales.stall')}
            </th>
            <th scope="col" class="right wide-only">
              {say('sales.items')}
            </th>
            <th scope="col" class="right">
              {say('sales.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {now.sales.map((row) => (
            <tr
              key={`${row.box_id}/${row.number}`}
              class={isSame(row, freshSale.value) ? 'fresh' : ''}
              onClick={() => go('sales', row.box_id, row.number)}
            >
              <td>{sayTime(row.at_utc, row.offset_min)}</td>
              <td>
                <a href={saleAddress(row)}>{row.number}</a>
                {row.kind === 'refund' && <small> {say('sale.refund')}</small>}
                <small class="narrow-only">{row.stall}</small>
              </td>
              <td class="wide-only">{row.stall}</td>
              <td class="right wide-only">{sayNumber(row.count)}</td>
              <td class="right">
                <Amount minor={row.total_minor} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              {say('sales.total', { count: now.count })}
            </th>
            <td class="wide-only" colSpan={2} />
            <td class="right">
              <Amount minor={now.total_minor} />
            </td>
          </tr>
        </tfoot>
      </table>
      {now.more && (
        <div class="table-more">
          <p class="muted">
            {say('sales.partly', {
              shown: now.sales.filter((row) => row.kind === 'sale').length,
              count: now.count,
            })}
          </p>
          <button type="button" class="key" data-testid="older" onClick={() => void readOlderSales()}>
            {say('app.more')}
          </button>
        </div>
      )}
    </section>
  );
}

/** The Zs of the day: what the drawer should have held, and what was in it. */
function Shifts() {
  if (shifts.value.length === 0) return null;
  return (
    <section class="card table-card">
      <h2 class="table-title">{say('shifts.title')}</h2>
      <table class="table figures" data-testid="shifts-table">
        <thead>
          <tr>
            <th scope="col">Z</th>
            <th scope="col">{say('sales.stall')}</th>
            <th scope="col" class="right">
              {say('shifts.turnover')}
            </th>
            <th scope="col" class="right wide-only">
              {say('shifts.expected')}
            </th>
            <th scope="col" class="right wide-only">
              {say('shifts.counted')}
            </th>
            <th scope="col" class="right">
              {say('shifts.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {shifts.value.map((row) => (
            <tr key={`${row.box_id}/${row.epoch}/${row.f}`}>
              <td>
                {row.n} <small>{sayTime(row.at_utc, row.offset_min)}</small>
              </td>
              <td>{row.stall}</td>
              <td class="right">
                <Amount minor={row.turnover_minor} />
              </td>
              <td class="right wide-only">
                <Amount minor={row.expected_minor} />
              </td>
              <td class="right wide-only">
                {row.counted_minor === null ? (
                  say('shifts.not_counted')
                ) : (
                  <Amount minor={row.counted_minor} />
                )}
              </td>
              <td class={`right ${row.difference_minor ? 'is-off' : ''}`}>
                {row.difference_minor === null ? '–' : <Amount minor={row.difference_minor} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function SalesPage() {
  return (
    <>
      <header class="page-head">
        <h1>{day.value ? sayDay(day.value) : say('sales.title')}</h1>
        <Choices />
      </header>
      <Table />
      <Shifts />
    </>
  );
}
