/** Tickets put aside: parked, named, taken back, merged, and the open one split. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import * as api from '../api/parked';
import type { Snapshot } from '../api/shapes';
import { refuse } from '../deeds';
import { SheetFrame } from '../parts';
import * as state from '../state';
import { sayMoment, sayMoney, sayWeight } from '../words';
import { Naming } from './naming';
import { Split } from './split';
import { tell } from './tell';

const sayName = (one: api.Parked): string => one.name || tell('number', { n: one.number });

const sayLines = (one: api.Parked): string =>
  [
    ...one.lines.map((line) =>
      line.weight_g === null ? `${line.quantity} × ${line.name}` : `${sayWeight(line.weight_g)} ${line.name}`,
    ),
    ...(one.more > 0 ? [tell('more', { count: one.more })] : []),
  ].join(', ');

type RowProps = { one: api.Parked; onTap: () => void; children?: preact.ComponentChildren };

function Row({ one, onTap, children }: RowProps) {
  return (
    <li class="parked">
      <button type="button" class="key parked-key" data-testid={`parked-${one.number}`} onClick={onTap}>
        <b class="parked-name">{sayName(one)}</b>
        <b class="figures">{sayMoney(one.total_minor)}</b>
        <small class="parked-lines">
          {sayMoment(one.parked_utc, one.offset_min)} · {sayLines(one)}
          {one.paid_minor > 0 && <b> · {tell('paid', { amount: sayMoney(one.paid_minor) })}</b>}
        </small>
      </button>
      {children}
    </li>
  );
}

type Face =
  | { kind: 'list' }
  | { kind: 'name'; of: api.Parked | null }
  | { kind: 'split' }
  | { kind: 'move'; lines: api.Piece[] };

export function TicketsSheet() {
  const face = useSignal<Face>({ kind: 'list' });
  const rows = useSignal<api.Parked[]>([]);
  const hasLines = state.lines.value.length > 0;
  const count = state.parked.value;
  useEffect(() => {
    void api.readParked().then((now) => {
      rows.value = now.parked;
    }, refuse);
  }, [count, state.snapshot.value?.ticket.id]);

  const list = () => {
    face.value = { kind: 'list' };
  };
  const done = (answer: Promise<Snapshot>, then: 'sell' | 'pay' | 'stay') =>
    void answer.then((now) => {
      state.refusal.value = null;
      state.draw(now);
      if (then === 'stay') {
        list();
        void api.readParked().then((read) => {
          rows.value = read.parked;
        }, refuse);
        return;
      }
      state.sheet.value = null;
      if (then === 'pay') state.view.value = 'pay';
    }, refuse);

  const now = face.value;
  if (now.kind === 'name') {
    const of = now.of;
    return (
      <SheetFrame name="tickets" title={tell('name')}>
        <Naming
          before={of?.name ?? state.snapshot.value?.ticket.name ?? ''}
          words={tell(of ? 'rename' : 'save_name')}
          onBack={list}
          onName={(name) => (of ? done(api.rename(of.id, name), 'stay') : done(api.park(name), 'sell'))}
        />
      </SheetFrame>
    );
  }
  if (now.kind === 'split') {
    return (
      <SheetFrame name="tickets" title={tell('split')}>
        <Split
          canMove={rows.value.length > 0}
          onBack={list}
          onPay={(lines) => done(api.split(lines, 'open'), 'pay')}
          onPark={(lines) => done(api.split(lines, 'parked'), 'sell')}
          onMove={(lines) => {
            face.value = { kind: 'move', lines };
          }}
        />
      </SheetFrame>
    );
  }
  if (now.kind === 'move') {
    return (
      <SheetFrame name="tickets" title={tell('where')}>
        <ul class="parked-list">
          {rows.value.map((one) => (
            <Row key={one.id} one={one} onTap={() => done(api.split(now.lines, one.id), 'sell')} />
          ))}
        </ul>
      </SheetFrame>
    );
  }
  return (
    <SheetFrame name="tickets" title={tell('title')}>
      {hasLines && (
        <nav class="tickets-keys">
          <button
            type="button"
            class="key strong"
            data-testid="park"
            onClick={() => done(api.park(null), 'sell')}
          >
            {tell('park')}
          </button>
          <button
            type="button"
            class="key"
            data-testid="park-named"
            onClick={() => {
              face.value = { kind: 'name', of: null };
            }}
          >
            {tell('park_named')}
          </button>
          <button
            type="button"
            class="key"
            data-testid="split"
            onClick={() => {
              face.value = { kind: 'split' };
            }}
          >
            {tell('split')}
          </button>
        </nav>
      )}
      {rows.value.length === 0 ? (
        <p class="hint">{tell('none')}</p>
      ) : (
        <>
          <ul class="parked-list" data-testid="parked-list">
            {rows.value.map((one) => (
              <Row key={one.id} one={one} onTap={() => done(api.take(one.id), 'sell')}>
                {hasLines ? (
                  <button
                    type="button"
                    class="key parked-side"
                    data-testid={`merge-${one.number}`}
                    onClick={() => done(api.merge(one.id), 'sell')}
                  >
                    {tell('merge')}
                  </button>
                ) : (
                  <button
                    type="button"
                    class="key parked-side"
                    data-testid={`rename-${one.number}`}
                    onClick={() => {
                      face.value = { kind: 'name', of: one };
                    }}
                  >
                    {tell('rename')}
                  </button>
                )}
              </Row>
            ))}
          </ul>
          <p class="hint">{tell('hint')}</p>
        </>
      )}
    </SheetFrame>
  );
}
