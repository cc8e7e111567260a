/** Goods come back: what, how many, and what the customer gets. The till does the sums; the drawer opens after them. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Back, OfferedLine, RefundDone, RefundOffer } from '../api/refunds';
import { giveBack, readOffer } from '../api/refunds';
import { refuse } from '../deeds';
import { Amount, SheetFrame } from '../parts';
import * as state from '../state';
import { sayMoney, sayWeight } from '../words';
import { tell } from './tell';

type Chosen = Readonly<Record<string, number>>;

const everything = (offer: RefundOffer): Chosen =>
  Object.fromEntries(offer.lines.map((line) => [line.id, line.left]));

const sayWays = (money: RefundOffer['money']): string =>
  money.map((one) => `${tell(one.kind)} ${sayMoney(one.amount_minor)}`).join(' · ') || '–';

type RowProps = { line: OfferedLine; count: number; onCount: (count: number) => void };

/** What is sold by weight comes back whole or not at all; pieces one by one. */
function Row({ line, count, onCount }: RowProps) {
  const isWeighed = line.weight_g !== null;
  const step = isWeighed ? line.left : 1;
  const say = (measure: number) => (isWeighed ? sayWeight(measure) : String(measure));
  return (
    <li class={count > 0 ? 'is-chosen' : ''}>
      <span class="refund-name">{line.name}</span>
      <span class="refund-amount figures">{sayMoney(line.amount_minor)}</span>
      {line.left === 0 ? (
        <small>{tell('gone')}</small>
      ) : (
        <small class="figures">{tell('of', { count: say(count), left: say(line.left) })}</small>
      )}
      <span class="refund-steps">
        <button
          type="button"
          class="key"
          data-testid={`refund-less-${line.id}`}
          aria-label={tell('less', { name: line.name })}
          disabled={count === 0}
          onClick={() => onCount(count - step)}
        >
          −
        </button>
        <button
          type="button"
          class="key"
          data-testid={`refund-more-${line.id}`}
          aria-label={tell('more', { name: line.name })}
          disabled={count >= line.left}
          onClick={() => onCount(count + step)}
        >
          +
        </button>
      </span>
    </li>
  );
}

function Done({ done, paid }: { done: RefundDone; paid: number }) {
  return (
    <div class="refund-done" role="status" data-testid="refund-done">
      <p>{tell(done.paid_out_minor > 0 ? 'done' : 'done_other')}</p>
      <Amount minor={done.paid_out_minor > 0 ? done.paid_out_minor : paid} class="vast" />
      <p class="figures">
        {tell(done.paid_out_minor > 0 ? 'done_more' : 'done_no_cash', { number: done.number })}
      </p>
      <button
        type="button"
        class="main-key"
        data-testid="refund-close"
        onClick={() => {
          state.sheet.value = null;
          state.openReceipt.value = done.number;
        }}
      >
        {tell('close')}
      </button>
    </div>
  );
}

export function RefundSheet({ number }: { number: string }) {
  const offer = useSignal<RefundOffer | null>(null);
  const chosen = useSignal<Chosen>({});
  const isForSale = useSignal(true);
  const inCash = useSignal(false);
  const isPaying = useSignal(false);
  const done = useSignal<RefundDone | null>(null);
  const asked = useSignal(0); // how often a sum was asked for, and which of them is shown
  const shown = useSignal(0);
  const back = (): Back[] =>
    Object.entries(chosen.value)
      .filter(([, measure]) => measure > 0)
      .map(([line_id, measure]) => ({ line_id, measure, to_stock: isForSale.value }));

  /** The sum of what is chosen now; until it is here nothing is paid, and an answer that was overtaken is dropped. */
  async function look(): Promise<void> {
    asked.value += 1;
    const mine = asked.peek();
    try {
      const wanted = back();
      const now = await readOffer(number, wanted, inCash.value);
      if (mine !== asked.peek()) return;
      shown.value = mine;
      if (offer.peek() === null) chosen.value = everything(now);
      const isNothing = wanted.length === 0 && offer.peek() !== null;
      offer.value = isNothing ? { ...now, chosen_minor: 0, money: [] } : now;
    } catch (error) {
      refuse(error);
      state.sheet.value = null;
    }
  }
  function choose(more: Chosen): void {
    chosen.value = { ...chosen.value, ...more };
    void look();
  }
  async function pay(due: number): Promise<void> {
    if (isPaying.value) return;
    isPaying.value = true;
    try {
      done.value = await giveBack(number, back(), due, inCash.value);
    } catch (error) {
      refuse(error);
      void look();
    } finally {
      isPaying.value = false;
    }
  }
  useEffect(() => void look(), []);
  const now = offer.value;
  if (!now) return null;
  const hasChosen = Object.values(chosen.value).some((count) => count > 0);
  return (
    <SheetFrame name="refund" title={tell('title', { number })}>
      {done.value ? (
        <Done done={done.value} paid={now.chosen_minor} />
      ) : (
        <div class="refund">
          {now.refunds.length > 0 && (
            <p class="hint">{tell('earlier', { numbers: now.refunds.join(', ') })}</p>
          )}
          <ul class="refund-lines">
            {now.lines.map((line) => (
              <Row
                key={line.id}
                line={line}
                count={chosen.value[line.id] ?? 0}
                onCount={(count) => choose({ [line.id]: count })}
              />
            ))}
          </ul>
          <div class="refund-foot">
            <button
              type="button"
              class="key"
              data-testid="refund-all"
              onClick={() =>
                choose(Object.fromEntries(now.lines.map((line) => [line.id, hasChosen ? 0 : line.left])))
              }
            >
              {tell(hasChosen ? 'none' : 'all')}
            </button>
            <button
              type="button"
              class="key row-key"
              data-testid="refund-resale"
              aria-pressed={isForSale.value}
              onClick={() => {
                isForSale.value = !isForSale.value;
              }}
            >
              <span>{tell('resale')}</span>
              <i class={`switch ${isForSale.value ? 'is-on' : ''}`} />
            </button>
            {!now.is_cash_only && (
              <button
                type="button"
                class="key row-key"
                data-testid="refund-in-cash"
                aria-pressed={inCash.value}
                onClick={() => {
                  inCash.value = !inCash.value;
                  void look();
                }}
              >
                <span data-testid="refund-money" class="figures">
                  {inCash.value ? tell('in_cash') : sayWays(now.money)}
                </span>
                <i class={`switch ${inCash.value ? 'is-on' : ''}`} />
              </button>
            )}
            <button
              type="button"
              class="main-key figures"
              data-testid="refund-pay"
              disabled={!hasChosen || isPaying.value || shown.value !== asked.value}
              onClick={() => void pay(now.chosen_minor)}
            >
              {hasChosen ? tell('pay', { amount: sayMoney(now.chosen_minor) }) : tell('pay_none')}
            </button>
          </div>
        </div>
      )}
    </SheetFrame>
  );
}
