/** Ready for the market: every row a line, what asks for a person first, with the key that leads to what mends it. */
import { useEffect } from 'preact/hooks';
import type { ReadyRow, State } from '../api/ready';
import { LevelMark } from '../icons';
import { SheetNow } from '../sheets/sheet-now';
import * as state from '../state';
import { Strips } from '../strips';
import { go, isBusy, lookedAt, ready, refresh, watch } from './desk';
import { markOf, tell, tellGo, tellName, tellRow } from './tell';

const ORDER: readonly State[] = ['act', 'look', 'ok'];

function Line({ row }: { row: ReadyRow }) {
  const where = row.go;
  return (
    <li class={`ready-row ${row.state}`} data-testid={`ready-${row.name}`} data-state={row.state}>
      <LevelMark level={markOf(row.state)} />
      <p>
        <b>{tellName(row)}</b>
        <span>{tellRow(row)}</span>
      </p>
      {where !== '' && (
        <button type="button" class="key" data-testid={`go-${row.name}`} onClick={() => go(where)}>
          {tellGo(where)}
        </button>
      )}
    </li>
  );
}

export function ReadyScreen() {
  useEffect(watch, []);
  const now = ready.value;
  const worst: State = !now || now.act > 0 ? 'act' : now.look > 0 ? 'look' : 'ok';
  return (
    <main class="ready" data-testid="ready-screen">
      {now && (
        <section class="ready-list">
          <header class={`ready-sum ${worst}`} data-testid="ready-sum" data-state={worst}>
            <LevelMark level={markOf(worst)} />
            <h1>{tell(`sum.${worst}`, { count: worst === 'act' ? now.act : now.look })}</h1>
            <small>{tell('looked', { time: lookedAt.value })}</small>
            <button
              type="button"
              class="key strong"
              data-testid="ready-refresh"
              aria-disabled={isBusy.value}
              onClick={() => void refresh()}
            >
              {tell('refresh')}
            </button>
          </header>
          <ul>
            {ORDER.flatMap((one) => now.rows.filter((row) => row.state === one)).map((row) => (
              <Line key={row.name} row={row} />
            ))}
          </ul>
        </section>
      )}
      <SheetNow />
      {state.refusal.value && <Strips />}
    </main>
  );
}
