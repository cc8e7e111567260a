/** One price list: its name, from when, and the new prices. What is in force is only looked at. */
import { useSignal } from '@preact/signals';
import type { Item } from '../../shared/goods';
import { Amount, Pad, typed } from '../parts';
import * as state from '../state';
import { sayMoney } from '../words';
import {
  changeAll,
  type Draft,
  field,
  group,
  isReady,
  items,
  leave,
  moveDay,
  moveTime,
  price,
  remove,
  save,
  shown,
  step,
} from './desk';
import { sayStart, tell } from './tell';

const PERCENTS = [-10, -5, 5, 10] as const;
const MOST_DIGITS = 8;
const AT_ONCE = 30;

type StepperProps = { name: string; label: string; shows: string; onMove: (by: -1 | 1) => void };

function Stepper({ name, label, shows, onMove }: StepperProps) {
  return (
    <section class="goods-part">
      <small>{label}</small>
      <div class="goods-place">
        <button
          type="button"
          class="key"
          data-testid={`${name}-earlier`}
          aria-label={`${label}: ${tell('earlier')}`}
          onClick={() => onMove(-1)}
        >
          −
        </button>
        <b class="figures" data-testid={`${name}-shows`}>
          {shows}
        </b>
        <button
          type="button"
          class="key"
          data-testid={`${name}-later`}
          aria-label={`${label}: ${tell('later')}`}
          onClick={() => onMove(1)}
        >
          +
        </button>
      </div>
    </section>
  );
}

function PriceRow({ item, minor, isHistory }: { item: Item; minor: number | undefined; isHistory: boolean }) {
  const isOpen = field.value === item.id;
  const digits = useSignal('');
  const change = (next: string) => {
    digits.value = next;
    price(item.id, next === '' ? null : Number(next));
  };
  return (
    <>
      <button
        type="button"
        class="goods-line price-row"
        data-testid={`price-of-${item.id}`}
        aria-pressed={isOpen}
        disabled={isHistory}
        onClick={() => {
          digits.value = '';
          field.value = isOpen ? null : item.id;
        }}
      >
        <b dir="auto">
          {item.emoji} {item.name}
        </b>
        <small class="figures">{tell('now_price', { price: sayMoney(item.price_minor) })}</small>
        <b class="figures">{minor === undefined ? '–' : <Amount minor={minor} />}</b>
      </button>
      {isOpen && (
        <Pad
          zeros={state.currency.value.exponent === 0 ? '000' : '00'}
          onDigits={(more) => change(typed(digits.peek(), more, MOST_DIGITS))}
          onErase={() => change(digits.peek().slice(0, -1))}
          onEnter={() => {
            field.value = null;
          }}
        />
      )}
    </>
  );
}

function Rows({ now }: { now: Draft }) {
  const most = useSignal(AT_ONCE);
  const listed = now.isHistory ? items.value.filter((item) => item.id in now.prices) : shown.value;
  return (
    <>
      {listed.slice(0, most.value).map((item) => (
        <PriceRow key={item.id} item={item} minor={now.prices[item.id]} isHistory={now.isHistory} />
      ))}
      {listed.length > most.value && (
        <button
          type="button"
          class="key"
          onClick={() => {
            most.value += AT_ONCE;
          }}
        >
          …
        </button>
      )}
    </>
  );
}

function Choosing() {
  return (
    <>
      <nav class="goods-groups" aria-label={tell('goods')}>
        {(state.catalogue.value?.categories ?? []).map((one) => (
          <button
            key={one.id}
            type="button"
            class="key"
            data-testid={`prices-in-${one.id}`}
            aria-pressed={group.value === one.id}
            onClick={() => {
              group.value = group.value === one.id ? null : one.id;
            }}
          >
            {one.emoji} {one.name}
          </button>
        ))}
      </nav>
      <section class="goods-part">
        <small>{tell('percent')}</small>
        <nav class="goods-choice" aria-label={tell('percent')}>
          {PERCENTS.map((one) => (
            <button
              key={one}
              type="button"
              class="key figures"
              data-testid={`all-${one}`}
              onClick={() => changeAll(one)}
            >
              {one > 0 ? '+' : '−'}
              {Math.abs(one)} %
            </button>
          ))}
        </nav>
        <small>{tell('percent_hint', { step: sayMoney(step.value) })}</small>
      </section>
    </>
  );
}

export function Editor({ now }: { now: Draft }) {
  const isSure = useSignal(false);
  return (
    <section class="goods-editor" data-testid="price-list-editor">
      <div class="goods-fields">
        {now.isHistory && <p>{tell('history')}</p>}
        <button
          type="button"
          class="goods-line"
          data-testid="price-list-name"
          aria-pressed={field.value === 'name'}
          disabled={now.isHistory}
          onClick={() => {
            field.value = field.value === 'name' ? null : 'name';
          }}
        >
          <small>{tell('name')}</small>
          <b dir="auto">{now.name || sayStart(now.starts)}</b>
        </button>
        {now.isHistory ? (
          <p>{tell('starts_at', { when: sayStart(now.starts) })}</p>
        ) : (
          <>
            <Stepper name="day" label={tell('day')} shows={sayStart(now.starts, 'full')} onMove={moveDay} />
            <Stepper name="time" label={tell('time')} shows={now.starts.slice(11)} onMove={moveTime} />
            <Choosing />
          </>
        )}
        <Rows now={now} />
        {now.id && (
          <button
            type="button"
            class="key danger goods-remove"
            data-testid="remove-price-list"
            onClick={() => {
              if (isSure.value) void remove();
              isSure.value = !isSure.value;
            }}
          >
            {tell(isSure.value ? 'remove_sure' : 'remove')}
          </button>
        )}
      </div>
      <div class="goods-foot">
        <button type="button" class="key" data-testid="price-list-leave" onClick={leave}>
          {tell('back')}
        </button>
        {!now.isHistory && (
          <button
            type="button"
            class="main-key"
            data-testid="save-price-list"
            disabled={!isReady.value}
            onClick={() => void save()}
          >
            {tell('save')} · {tell('count', { count: Object.keys(now.prices).length })}
          </button>
        )}
      </div>
    </section>
  );
}
