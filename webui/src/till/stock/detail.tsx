/** One item: what is left of it, and the five things one does with goods. */
import type { MoveKind } from '../api/stock';
import { BackIcon } from '../icons';
import { begin, type Deed, deed, type Goods, move, result, setLow, show } from './desk';
import { Entry } from './entry';
import { sayAmount, sayVariance, tell } from './tell';

const DEEDS: readonly MoveKind[] = ['count', 'receive', 'load', 'unload', 'waste'];

function Outcome() {
  const done = result.value;
  if (!done) return null;
  const isCount = done.kind === 'count';
  const isOff = isCount && done.before !== null && done.delta !== 0;
  return (
    <p class={`stock-outcome ${isOff ? 'waiting' : 'safe'}`} data-testid="stock-outcome" role="status">
      {isCount ? (
        <b>{done.before === null ? tell('first_count') : sayVariance(done.unit, done.delta)}</b>
      ) : (
        <span>{tell('now_left', { amount: sayAmount(done.unit, done.left) })}</span>
      )}
    </p>
  );
}

function Level({ of }: { of: Goods }) {
  const level = of.level;
  if (!level) return <p class="stock-now muted">{tell('uncounted')}</p>;
  return (
    <div class="stock-now">
      <p>
        <span>{tell('left.label')}</span>
        <b class={`figures ${level.state}`} data-testid="stock-left">
          {sayAmount(of.unit, level.left)}
        </b>
      </p>
      <button type="button" class="key" data-testid="deed-low" onClick={() => begin('low')}>
        {tell('low', { amount: sayAmount(of.unit, level.low) })}
      </button>
    </div>
  );
}

function done(of: Goods, what: Deed) {
  return (amount: number, reason: Parameters<typeof move>[3]) => {
    if (what === 'low') void setLow(of.id, amount);
    else void move(of.id, what, amount, reason);
  };
}

export function Detail({ of }: { of: Goods }) {
  const what = deed.value;
  return (
    <section class="stock-detail" data-testid="stock-detail">
      <header class="stock-detail-head">
        <button
          type="button"
          class="key round"
          data-testid="stock-close"
          aria-label={tell(what ? 'back' : 'close')}
          onClick={() => {
            if (what) deed.value = null;
            else show(null);
          }}
        >
          <BackIcon />
        </button>
        <h2>
          {of.emoji} {of.name}
        </h2>
      </header>
      {what ? (
        <Entry key={`${of.id} ${what}`} of={of} deed={what} onDone={done(of, what)} />
      ) : (
        <div class="stock-item">
          <Level of={of} />
          <Outcome />
          <nav class="stock-deeds">
            {DEEDS.map((one) => (
              <button
                key={one}
                type="button"
                class={`key ${one === 'count' ? 'strong' : ''}`}
                data-testid={`deed-${one}`}
                disabled={!of.level && (one === 'waste' || one === 'unload')}
                onClick={() => begin(one)}
              >
                {tell(`deed.${one}`)}
              </button>
            ))}
          </nav>
        </div>
      )}
    </section>
  );
}
