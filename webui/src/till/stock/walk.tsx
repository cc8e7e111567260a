/** Counting everything, one item after the other, without being told what should be there. */
import { byId, endWalk, move, skip, type Walk, walk } from './desk';
import { Entry } from './entry';
import { sayAmount, sayVariance, tell } from './tell';

function Ended({ now }: { now: Walk }) {
  const off = now.found.filter((one) => one.before !== null && one.delta !== 0);
  return (
    <section class="stock-walk ended" data-testid="walk-ended">
      <h1>{tell('walk.done')}</h1>
      {now.found.length === 0 && <p>{tell('walk.nothing')}</p>}
      {now.found.length > 0 && off.length === 0 && <p>{tell('walk.fine')}</p>}
      <ul class="stock-variances">
        {off.map((one) => (
          <li key={one.item_id}>
            <b>{byId(one.item_id)?.name}</b>
            <span class="figures">{sayVariance(one.unit, one.delta)}</span>
            <span class="figures muted">{tell('now_left', { amount: sayAmount(one.unit, one.left) })}</span>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="main-key"
        data-testid="walk-close"
        onClick={() => {
          walk.value = null;
        }}
      >
        {tell('close')}
      </button>
    </section>
  );
}

export function WalkThrough({ now }: { now: Walk }) {
  const of = byId(now.ids[now.at] ?? null);
  if (!of) return <Ended now={now} />;
  const last = now.found.at(-1);
  const name = last && byId(last.item_id)?.name;
  return (
    <section class="stock-walk" data-testid="walk">
      <header class="stock-detail-head">
        <h2>
          {of.emoji} {of.name}
        </h2>
        <span class="figures muted">{tell('walk.place', { at: now.at + 1, of: now.ids.length })}</span>
        <button type="button" class="key" data-testid="walk-end" onClick={endWalk}>
          {tell('walk.end')}
        </button>
      </header>
      <p class="stock-last muted" role="status" data-testid="walk-last">
        {last && last.before !== null ? `${name}: ${sayVariance(last.unit, last.delta)}` : tell('blind')}
      </p>
      <Entry key={of.id} of={of} deed="count" onDone={(amount) => void move(of.id, 'count', amount, null)}>
        <button type="button" class="key" data-testid="walk-skip" onClick={skip}>
          {tell('walk.skip')}
        </button>
      </Entry>
    </section>
  );
}
