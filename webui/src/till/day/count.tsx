/** The drawer is counted blind: note by note, coin by coin; what should be in it is told only afterwards. */
import { useSignal } from '@preact/signals';
import { Amount, Pad, typed } from '../parts';
import { sayMoney } from '../words';
import * as desk from './desk';
import { tell } from './tell';

export function CountStep() {
  const pieces = desk.now.value?.pieces_minor ?? [];
  const counts = useSignal<Readonly<Record<string, number>>>({});
  const chosen = useSignal(pieces[0] ?? 0);
  const isFresh = useSignal(true);
  const sum = pieces.reduce((total, piece) => total + piece * (counts.value[piece] ?? 0), 0);
  const set = (piece: number, count: number) => {
    counts.value = { ...counts.value, [piece]: count };
  };
  const choose = (piece: number) => {
    chosen.value = piece;
    isFresh.value = true;
  };
  const next = () => choose(pieces[(pieces.indexOf(chosen.value) + 1) % pieces.length] ?? 0);
  return (
    <section class="day-count" data-testid="day-count-step">
      <div class="day-pieces">
        {pieces.map((piece) => (
          <button
            key={piece}
            type="button"
            class="day-piece figures"
            data-testid={`piece-${piece}`}
            aria-pressed={chosen.value === piece}
            onClick={() => choose(piece)}
          >
            <b>{sayMoney(piece)}</b>
            <span>× {counts.value[piece] ?? 0}</span>
          </button>
        ))}
      </div>
      <div class="day-side">
        <p class="day-sum">
          <span>{tell('counted')}</span>
          <Amount minor={sum} />
        </p>
        <Pad
          zeros="00"
          onDigits={(more) => {
            const before = isFresh.value ? '' : String(counts.value[chosen.value] ?? '');
            set(chosen.value, Number(typed(before, more, 5) || '0'));
            isFresh.value = false;
          }}
          onErase={() => set(chosen.value, Math.floor((counts.value[chosen.value] ?? 0) / 10))}
          onEnter={next}
        />
        <div class="two-keys">
          <button
            type="button"
            class="key"
            data-testid="day-back"
            onClick={() => {
              desk.step.value = 'home';
            }}
          >
            {tell('back')}
          </button>
          <button
            type="button"
            class="main-key figures"
            data-testid="day-count-done"
            disabled={desk.isBusy.value}
            onClick={() => void desk.close(sum, { ...counts.value })}
          >
            {tell('close_with', { amount: sayMoney(sum) })}
          </button>
        </div>
      </div>
    </section>
  );
}
