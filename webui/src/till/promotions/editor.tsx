/** One promotion, with all that can be said of it. A tap on a line brings the keys for it. */
import { useSignal } from '@preact/signals';
import type { PromotionKind } from '../api/promotions';
import { Pad, typed } from '../parts';
import * as state from '../state';
import { language } from '../state';
import { sayMoney, sayPercent } from '../words';
import { type Digits, type Draft, field, isFresh, isReady, leave, put, remove, save, toggled } from './desk';
import { tell } from './tell';

const KINDS: readonly PromotionKind[] = ['percent', 'nth', 'set', 'bundle'];
const MOST_DIGITS = { percent: 3, price: 8, count: 3, free: 2, from: 4, until: 4 } as const;
const HALF_BP = 5_000;
const FULL_BP = 10_000;
const DAY_MIN = 1_440;
const AT_ONCE = 24;

/** `17:30`; the end of the day is `24:00`. */
const sayTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** Digits as they are typed, and what they mean: 1730 is half past five. */
function digitsOf(of: Digits, now: Draft): string {
  if (of === 'percent') return String(now.value_bp / 100);
  if (of === 'price') return String(now.price_minor);
  if (of === 'count' || of === 'free') return String(now[of]);
  return sayTime(of === 'from' ? now.from_min : now.until_min).replace(':', '');
}

function meant(of: Digits, digits: string): Partial<Draft> {
  const number = Number(digits || 0);
  if (of === 'percent') return { value_bp: Math.min(Math.max(number, 1), 100) * 100 };
  if (of === 'price') return { price_minor: number };
  if (of === 'count') return { count: Math.min(number, 100) };
  if (of === 'free') return { free: Math.min(number, 99) };
  const minute = Math.min(Math.floor(number / 100), 23) * 60 + Math.min(number % 100, 59);
  if (of === 'from') return { from_min: minute };
  return { until_min: minute === 0 || number >= 2400 ? DAY_MIN : minute };
}

function DigitsLine({ of, label, shows }: { of: Digits; label: string; shows: string }) {
  return (
    <button
      type="button"
      class="goods-line"
      data-testid={`promotion-${of}`}
      aria-pressed={field.value === of}
      onClick={() => {
        field.value = field.value === of ? null : of;
        isFresh.value = true;
      }}
    >
      <small>{label}</small>
      <b class="figures">{shows}</b>
    </button>
  );
}

function Keys({ of, now }: { of: readonly Digits[]; now: Draft }) {
  const digits = useSignal('');
  const here = of.find((one) => one === field.value);
  if (!here) return null;
  const change = (next: string) => {
    isFresh.value = false;
    digits.value = next;
    put(meant(here, next));
  };
  return (
    <Pad
      zeros="00"
      onDigits={(more) => change(typed(isFresh.peek() ? '' : digits.peek(), more, MOST_DIGITS[here]))}
      onErase={() => change((isFresh.peek() ? digitsOf(here, now) : digits.peek()).slice(0, -1))}
      onEnter={() => {
        field.value = null;
      }}
    />
  );
}

/** Numbers of one kind of promotion. */
function Numbers({ now }: { now: Draft }) {
  if (now.kind === 'percent')
    return (
      <>
        <DigitsLine of="percent" label={tell('percent')} shows={sayPercent(now.value_bp)} />
        <Keys of={['percent']} now={now} />
      </>
    );
  if (now.kind === 'nth')
    return (
      <>
        <div class="two-lines">
          <DigitsLine of="count" label={tell('count')} shows={String(now.count)} />
          <DigitsLine of="free" label={tell('free')} shows={String(now.free)} />
        </div>
        <Keys of={['count', 'free']} now={now} />
        <nav class="goods-choice">
          {([FULL_BP, HALF_BP] as const).map((bp) => (
            <button
              key={bp}
              type="button"
              class="key"
              data-testid={`nth-${bp}`}
              aria-pressed={now.value_bp === bp}
              onClick={() => put({ value_bp: bp })}
            >
              {tell(bp === FULL_BP ? 'nth.free' : 'nth.half')}
            </button>
          ))}
        </nav>
      </>
    );
  return (
    <>
      <div class="two-lines">
        {now.kind === 'set' && <DigitsLine of="count" label={tell('pieces')} shows={String(now.count)} />}
        <DigitsLine of="price" label={tell('price')} shows={sayMoney(now.price_minor)} />
      </div>
      <Keys of={['count', 'price']} now={now} />
    </>
  );
}

/** Categories as keys, and the items of the box below; none chosen means all of them. */
function Goods({ now }: { now: Draft }) {
  const most = useSignal(AT_ONCE);
  const catalogue = state.catalogue.value;
  if (!catalogue) return null;
  const items = catalogue.items.filter((one) => one.kind === 'goods');
  const chosen = now.item_ids.length + now.category_ids.length;
  const first = items.filter((one) => now.item_ids.includes(one.id));
  const list = [...first, ...items.filter((one) => !first.includes(one))];
  return (
    <section class="goods-part">
      <small>
        {tell('goods')}: {chosen === 0 ? tell('goods.all') : tell('goods.some', { count: chosen })}
      </small>
      {now.kind !== 'bundle' && (
        <nav class="goods-choice">
          {catalogue.categories.map((one) => (
            <button
              key={one.id}
              type="button"
              class="key"
              data-testid={`for-category-${one.id}`}
              aria-pressed={now.category_ids.includes(one.id)}
              onClick={() => put({ category_ids: toggled(now.category_ids, one.id) })}
            >
              {one.emoji} {one.name}
            </button>
          ))}
        </nav>
      )}
      <nav class="goods-choice">
        {list.slice(0, most.value).map((one) => (
          <button
            key={one.id}
            type="button"
            class="key"
            data-testid={`for-item-${one.id}`}
            aria-pressed={now.item_ids.includes(one.id)}
            onClick={() => put({ item_ids: toggled(now.item_ids, one.id) })}
          >
            {one.emoji} {one.name}
          </button>
        ))}
        {list.length > most.value && (
          <button
            type="button"
            class="key"
            onClick={() => {
              most.value += AT_ONCE;
            }}
          >
            {tell('list.more')}
          </button>
        )}
      </nav>
    </section>
  );
}

/** Monday to Sunday as the language calls them; 5 January 2026 was a Monday. */
function weekdays(): string[] {
  const name = new Intl.DateTimeFormat(language.value, { weekday: 'short', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, day) => name.format(Date.UTC(2026, 0, 5 + day)));
}

function When({ now }: { now: Draft }) {
  return (
    <section class="goods-part">
      <small>{tell('days')}</small>
      <nav class="goods-choice">
        {weekdays().map((name, day) => (
          <button
            key={name}
            type="button"
            class="key"
            data-testid={`weekday-${day}`}
            aria-pressed={now.weekdays.length === 0 || now.weekdays.includes(day)}
            onClick={() => put({ weekdays: toggled(now.weekdays, day).sort() })}
          >
            {name}
          </button>
        ))}
      </nav>
      <div class="two-lines">
        <DigitsLine of="from" label={tell('from')} shows={sayTime(now.from_min)} />
        <DigitsLine of="until" label={tell('until')} shows={sayTime(now.until_min)} />
      </div>
      <Keys of={['from', 'until']} now={now} />
    </section>
  );
}

function TextLine({ of, label, shows }: { of: 'name' | 'code'; label: string; shows: string }) {
  return (
    <button
      type="button"
      class="goods-line"
      data-testid={`promotion-text-${of}`}
      aria-pressed={field.value === of}
      onClick={() => {
        field.value = field.value === of ? null : of;
      }}
    >
      <small>{label}</small>
      <b dir="auto">{shows}</b>
    </button>
  );
}

export function Editor({ now }: { now: Draft }) {
  const isSure = useSignal(false);
  return (
    <section class="goods-editor" data-testid="promotion-editor">
      <div class="goods-fields">
        <TextLine of="name" label={tell('name')} shows={now.name || '–'} />
        <section class="goods-part">
          <small>{tell('kind')}</small>
          <nav class="goods-choice">
            {KINDS.map((kind) => (
              <button
                key={kind}
                type="button"
                class="key"
                data-testid={`kind-${kind}`}
                aria-pressed={now.kind === kind}
                onClick={() => {
                  field.value = null;
                  put({ kind, value_bp: kind === 'percent' ? 1000 : FULL_BP, count: Math.max(now.count, 2) });
                }}
              >
                {tell(`kind.${kind}`)}
              </button>
            ))}
          </nav>
        </section>
        <Numbers now={now} />
        <Goods now={now} />
        <When now={now} />
        <TextLine of="code" label={tell('code')} shows={now.code || tell('code.none')} />
        <button
          type="button"
          class="key goods-wide"
          data-testid="promotion-on"
          aria-pressed={now.is_on}
          onClick={() => put({ is_on: !now.is_on })}
        >
          {tell(now.is_on ? 'is_on' : 'is_off')}
        </button>
        {now.id !== null && (
          <button
            type="button"
            class="key danger goods-remove"
            data-testid="promotion-remove"
            onClick={() => {
              if (isSure.peek() && now.id !== null) void remove(now.id);
              isSure.value = true;
            }}
          >
            {tell(isSure.value ? 'sure' : 'remove')}
          </button>
        )}
      </div>
      <div class="goods-foot">
        <button type="button" class="key" data-testid="promotion-leave" onClick={leave}>
          {tell('back')}
        </button>
        <button
          type="button"
          class="main-key"
          data-testid="save-promotion"
          disabled={!isReady.value}
          onClick={() => void save()}
        >
          {tell('save')}
        </button>
      </div>
    </section>
  );
}
