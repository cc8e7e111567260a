/** An amount for the drawer: the float at the start, or what goes in and out beside sales. */
import { useSignal } from '@preact/signals';
import type { MoveKind } from '../api/day';
import { Amount, Pad, typed } from '../parts';
import * as state from '../state';
import { sayMoney } from '../words';
import * as desk from './desk';
import { tell } from './tell';
import type { Key } from './words';

const VERB: Record<string, Key> = { open: 'start', pay_in: 'take', pay_out: 'give', safe_drop: 'drop' };
const REASONS: Record<string, Key[]> = {
  pay_in: ['reason_change', 'reason_private'],
  pay_out: ['reason_goods', 'reason_wage', 'reason_private'],
  safe_drop: ['reason_bank'],
};

export function AmountStep({ of }: { of: 'open' | Exclude<MoveKind, 'no_sale'> }) {
  const digits = useSignal('');
  const reason = useSignal<Key | null>(null);
  const amount = digits.value === '' ? null : Number(digits.value);
  const proposed = of === 'open' ? (desk.now.value?.left_minor ?? 0) : null;
  const taken = amount ?? proposed;
  const isFit = taken !== null && (of === 'open' || taken > 0);
  const done = () => {
    if (!isFit) return;
    if (of === 'open') void desk.open(taken);
    else void desk.move(of, taken, reason.value === null ? '' : tell(reason.value));
  };
  return (
    <section class="day-amount" data-testid={`day-${of}-step`}>
      <Pad
        zeros={state.currency.value.exponent === 0 ? '000' : '00'}
        onDigits={(more) => {
          digits.value = typed(digits.value, more, 9);
        }}
        onErase={() => {
          digits.value = digits.value.slice(0, -1);
        }}
        onEnter={done}
      />
      <div class="day-side">
        <h1>{tell(of)}</h1>
        <Amount minor={taken ?? 0} class={taken === null ? 'is-empty' : ''} />
        {REASONS[of] && (
          <div class="day-reasons">
            <span>{tell('reason')}</span>
            {REASONS[of].map((one) => (
              <button
                key={one}
                type="button"
                class="key"
                aria-pressed={reason.value === one}
                onClick={() => {
                  reason.value = reason.value === one ? null : one;
                }}
              >
                {tell(one)}
              </button>
            ))}
          </div>
        )}
        <span class="gap" />
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
          data-testid="day-amount-done"
          disabled={!isFit || desk.isBusy.value}
          onClick={done}
        >
          {taken === null || !isFit ? tell('empty') : tell(VERB[of] ?? 'take', { amount: sayMoney(taken) })}
        </button>
      </div>
    </section>
  );
}
