/** What a stall and the back office had both changed: both values, which one holds, and a way to the other. */
import { settleConflict } from '../api/office';
import type { Conflict } from '../api/shapes';
import { attempt, tell } from '../deeds';
import { LevelMark } from '../icons';
import { Row } from '../parts';
import { goods } from '../state';
import { say, sayConflictField, sayHeard, sayMoney, sayWeight } from '../words';

/** A value as the owner knows it: an amount, a name, a word. */
function sayValue({ field }: Conflict, value: unknown): string {
  const now = goods.value;
  const named = (list: readonly { id: string; name: string }[] | undefined) =>
    list?.find((one) => one.id === value)?.name ?? String(value);
  if (field === 'removed') return say(value ? 'conflict.gone' : 'conflict.there');
  if (value === null || value === undefined || value === '') return '–';
  if (field === 'price_minor') return sayMoney(Number(value));
  if (field === 'tare_g') return sayWeight(Number(value));
  if (field === 'category_id') return named(now?.categories);
  if (field === 'deposit_id' || field === 'variant_of') return named(now?.items);
  if (field === 'unit') return say(value === 'kg' ? 'goods.unit_kg' : 'goods.unit_piece');
  if (field === 'is_free_price') return say(value ? 'goods.free_yes' : 'goods.free_no');
  if (field === 'kind') return say(value === 'deposit' ? 'conflict.deposit' : 'conflict.ware');
  return String(value);
}

async function settle(one: Conflict, use: 'kept' | 'other'): Promise<void> {
  if (await attempt(() => settleConflict(one, use))) {
    tell(say(use === 'other' ? 'conflict.taken' : 'aside.marked'));
  }
}

function Entry({ one }: { one: Conflict }) {
  const name = `${one.conflict_id}-${one.field}`;
  return (
    <li class="card aside-entry open" data-testid={`conflict-${name}`}>
      <header>
        <LevelMark level="waiting" />
        <h3>
          {one.name}: {sayConflictField(one.field)}
        </h3>
        <p class="muted figures">
          {one.stall} · {sayHeard(one.received_utc)}
        </p>
      </header>
      <dl class="facts">
        <Row label={say('conflict.holds')}>{sayValue(one, one.kept.value)}</Row>
        <Row label={say('conflict.other')}>{sayValue(one, one.lost.value)}</Row>
      </dl>
      <div class="keys">
        <button
          type="button"
          class="key strong"
          data-testid={`other-${name}`}
          onClick={() => void settle(one, 'other')}
        >
          {say('conflict.use_other')}
        </button>
        <button
          type="button"
          class="key"
          data-testid={`seen-${name}`}
          onClick={() => void settle(one, 'kept')}
        >
          {say('aside.seen')}
        </button>
      </div>
    </li>
  );
}

export function Conflicts() {
  const open = goods.value?.conflicts ?? [];
  if (open.length === 0) return null;
  return (
    <section class="conflicts" data-testid="conflicts">
      <h2>{say('conflict.title')}</h2>
      <p class="lead">{say('conflict.lead')}</p>
      <ul class="aside-list">
        {open.map((one) => (
          <Entry key={`${one.conflict_id}-${one.field}`} one={one} />
        ))}
      </ul>
    </section>
  );
}
