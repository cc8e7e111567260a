/** Which goods of the open ticket go elsewhere: whole lines with a tap, pieces with minus and plus. */
import { useSignal } from '@preact/signals';
import type { Piece } from '../api/parked';
import type { Line } from '../api/shapes';
import * as state from '../state';
import { sayMoney, sayWeight } from '../words';
import { tell } from './tell';

type Props = {
  canMove: boolean;
  onPay: (lines: Piece[]) => void;
  onPark: (lines: Piece[]) => void;
  onMove: (lines: Piece[]) => void;
  onBack: () => void;
};

function Row({ line, n, onChange }: { line: Line; n: number; onChange: (n: number) => void }) {
  const isWeighed = line.weight_g !== null;
  return (
    <li class="split-line">
      <button
        type="button"
        class="key split-key"
        data-testid={`part-${line.id}`}
        aria-pressed={n > 0}
        onClick={() => onChange(n > 0 ? 0 : line.quantity)}
      >
        <b>{line.name}</b>
        <span class="figures">
          {line.weight_g === null ? tell('of', { n, all: line.quantity }) : sayWeight(line.weight_g)}
        </span>
        <span class="figures">{sayMoney(line.amount_minor)}</span>
      </button>
      {!isWeighed && line.quantity > 1 && (
        <>
          <button
            type="button"
            class="key"
            data-testid={`fewer-${line.id}`}
            aria-label={tell('fewer', { name: line.name })}
            disabled={n === 0}
            onClick={() => onChange(n - 1)}
          >
            −
          </button>
          <button
            type="button"
            class="key"
            data-testid={`more-${line.id}`}
            aria-label={tell('more_of', { name: line.name })}
            disabled={n === line.quantity}
            onClick={() => onChange(n + 1)}
          >
            +
          </button>
        </>
      )}
    </li>
  );
}

export function Split({ canMove, onPay, onPark, onMove, onBack }: Props) {
  const chosen = useSignal<Readonly<Record<string, number>>>({});
  const own = state.lines.value.filter((line) => line.parent_id === null);
  const of = (line: Line) => Math.min(chosen.value[line.id] ?? 0, line.quantity);
  const pieces = own.filter((line) => of(line) > 0).map((line) => ({ line_id: line.id, quantity: of(line) }));
  const isReady = pieces.length > 0 && own.some((line) => of(line) < line.quantity);
  return (
    <>
      <nav class="tickets-keys four">
        <button type="button" class="key" data-testid="ticket-back" onClick={onBack}>
          {tell('back')}
        </button>
        {canMove && (
          <button
            type="button"
            class="key"
            data-testid="move-these"
            disabled={!isReady}
            onClick={() => onMove(pieces)}
          >
            {tell('move')}
          </button>
        )}
        <button
          type="button"
          class="key"
          data-testid="park-these"
          disabled={!isReady}
          onClick={() => onPark(pieces)}
        >
          {tell('park_these')}
        </button>
        <button
          type="button"
          class="key strong"
          data-testid="pay-these"
          disabled={!isReady}
          onClick={() => onPay(pieces)}
        >
          {tell('pay_these')}
        </button>
      </nav>
      <p class="hint">{tell('choose')}</p>
      <ul class="split-list">
        {own.map((line) => (
          <Row
            key={line.id}
            line={line}
            n={of(line)}
            onChange={(n) => {
              chosen.value = { ...chosen.value, [line.id]: n };
            }}
          />
        ))}
      </ul>
    </>
  );
}
