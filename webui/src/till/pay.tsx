/** Taking cash: what is due, suggestions that already say the change, and a pad that starts empty. */
import { useSignal } from '@preact/signals';
import { isSaving } from './api/intents';
import { payCash } from './deeds';
import { Amount, Pad, typed } from './parts';
import { sayAmountOf } from './sell/ticket';
import { SheetNow } from './sheets/sheet-now';
import * as state from './state';
import { Strips } from './strips';
import { say, sayMoney } from './words';

function Suggestions() {
  return (
    <div class="suggestions">
      {state.quickCash.value.map((cash, at) => (
        <button
          key={cash.given_minor}
          type="button"
          class="quick-key"
          data-testid={at === 0 ? 'exact' : `note-${cash.given_minor}`}
          disabled={state.isPaying.value}
          onClick={() => void payCash(cash.given_minor)}
        >
          <b class="figures">
            {at > 0 ? sayMoney(cash.given_minor) : say(cash.change_minor > 0 ? 'pay.out' : 'sell.exact')}
          </b>
          <span class="figures">
            {at === 0
              ? sayMoney(cash.given_minor || cash.change_minor)
              : say('sell.change_short', { amount: sayMoney(cash.change_minor) })}
          </span>
        </button>
      ))}
      {state.payKinds.value.length > 1 && state.dueMinor.value > 0 && (
        <button
          type="button"
          class="quick-key other-key"
          data-testid="other-ways"
          disabled={state.isPaying.value}
          onClick={() => {
            state.sheet.value = null;
            state.view.value = 'tender';
          }}
        >
          <b>{say('pay.other')}</b>
          <span>{say('pay.other_which')}</span>
        </button>
      )}
    </div>
  );
}

/** The goods once more, so that vendor and customer can look at the same list. */
function Recap() {
  return (
    <ul class="recap">
      {state.lines.value.map((line) => (
        <li key={line.id}>
          <span>{line.name}</span>
          <b class="figures">{sayMoney(line.amount_minor)}</b>
          <small class="figures">{sayAmountOf(line)}</small>
        </li>
      ))}
    </ul>
  );
}

function payWords(given: number | null, due: number): { first: string; second: string | null } {
  if (isSaving.value) return { first: say('app.saving'), second: null };
  if (due < 0) return { first: say('pay.out'), second: sayMoney(-due) }; // more empties come back than goods go out
  if (given === null) return { first: say('pay.exact', { amount: sayMoney(due) }), second: null };
  const first = say('pay.given', { amount: sayMoney(given) });
  if (given < due) return { first, second: say('pay.missing', { amount: sayMoney(due - given) }) };
  if (given === due) return { first: say('pay.exact', { amount: sayMoney(due) }), second: null };
  return { first, second: say('pay.change', { amount: sayMoney(given - due) }) };
}

export function Pay() {
  const digits = useSignal('');
  const due = state.cashDueMinor.value;
  const given = due < 0 || digits.value === '' ? null : Number(digits.value);
  const words = payWords(given, due);
  const isTooLittle = given !== null && given < due;
  const confirm = () => void payCash(given ?? Math.max(due, 0));
  return (
    <main class="pay">
      <div class="left">
        <Strips />
        <section class="methods">
          <div class="method" data-testid="method-cash">
            <span aria-hidden="true">💶</span>
            {say('pay.cash')}
          </div>
          <Recap />
        </section>
        <section class="due">
          <div class="due-row">
            <div>
              <p class="due-word">{say(state.payments.value.length > 0 ? 'pay.rest' : 'pay.due')}</p>
              <span data-testid="due">
                <Amount minor={due} class="huge" />
              </span>
            </div>
            <button
              type="button"
              class="key discount-key"
              data-testid="ticket-discount"
              onClick={() => {
                state.sheet.value = { kind: 'discount', lineId: null };
              }}
            >
              {say('line.discount')}
              {state.discountMinor.value > 0 && (
                <b class="figures" data-testid="discount-total">
                  {sayMoney(-state.discountMinor.value)}
                </b>
              )}
            </button>
          </div>
          <p class="due-hint">{say('pay.suggestions')}</p>
          <Suggestions />
        </section>
        <SheetNow />
      </div>
      <section class="pay-pad">
        <p class={`given ${given === null ? 'is-empty' : ''}`} data-testid="cash-given">
          <span>{say('pay.amount_given')}</span>
          <Amount minor={given ?? 0} />
        </p>
        <Pad
          zeros={state.currency.value.exponent === 0 ? '000' : '00'}
          onDigits={(more) => {
            digits.value = typed(digits.value, more, 9);
          }}
          onErase={() => {
            digits.value = digits.value.slice(0, -1);
          }}
          onEnter={confirm}
        />
        <button
          type="button"
          class="pay-key two"
          data-testid="confirm"
          disabled={isTooLittle || state.isPaying.value}
          onClick={confirm}
        >
          <span class="figures">{words.first}</span>
          {words.second && <span class="figures">{words.second}</span>}
        </button>
      </section>
    </main>
  );
}
