/** How the stall takes money: which ways have a key, what cash is rounded to, where transfers go. */
import { useSignal } from '@preact/signals';
import { setPayments } from '../api/payments';
import type { TenderKind, TransferAccount } from '../api/shapes';
import { refuse } from '../deeds';
import Keyboard from '../sell/keyboard';
import * as state from '../state';
import { Strips } from '../strips';
import { sayMoney } from '../words';
import { tell } from './tell';

type Field = keyof TransferAccount;
const CHOSEN: readonly TenderKind[] = ['card', 'voucher', 'iou'];
const FIELDS: readonly Field[] = ['name', 'account', 'bank'];
const EMPTY: TransferAccount = { name: '', account: '', bank: '' };
const MOST = { name: 70, account: 42, bank: 20 } as const;

/** The keyboard has small letters alone; codes are in capitals, a name begins with one. */
function after(field: Field, before: string, letter: string): string {
  const isLarge = field !== 'name' || before === '' || before.endsWith(' ');
  return (before + (isLarge ? letter.toLocaleUpperCase() : letter)).slice(0, MOST[field]);
}

export function PaySettings() {
  const now = state.snapshot.value?.payments;
  const kinds = useSignal<TenderKind[]>([...(now?.kinds ?? [])]);
  const step = useSignal(now?.cash_step_minor ?? 0);
  const account = useSignal<TransferAccount | null>(now?.account ?? null);
  const field = useSignal<Field | null>(null);
  const isSaved = useSignal(false);
  if (!now) return null;
  const isEuro = state.currency.value.exponent !== 0;
  const names: Record<Field, string> = {
    name: tell('account_name'),
    account: tell(isEuro ? 'account_iban' : 'account_number'),
    bank: tell(isEuro ? 'account_bic' : 'account_bank'),
  };
  const changed = () => {
    isSaved.value = false;
  };
  const save = () => {
    setPayments(kinds.value, step.value, account.value).then(() => {
      isSaved.value = true;
      state.refusal.value = null;
      field.value = null;
    }, refuse);
  };
  return (
    <main class="pay-settings" data-testid="pay-settings">
      <Strips />
      <header class="save">
        <h1>{tell('settings')}</h1>
        {account.value !== null && (
          <button
            type="button"
            class="key"
            data-testid="account-none"
            onClick={() => {
              changed();
              account.value = null;
              field.value = null;
            }}
          >
            {tell('remove')}
          </button>
        )}
        <button type="button" class="key strong" data-testid="pay-settings-save" onClick={save}>
          {isSaved.value ? tell('saved') : tell('save')}
        </button>
      </header>
      {field.value === null && (
        <>
          <nav class="ways">
            {CHOSEN.map((kind) => (
              <button
                key={kind}
                type="button"
                class="key"
                data-testid={`kind-${kind}`}
                aria-pressed={kinds.value.includes(kind)}
                onClick={() => {
                  changed();
                  kinds.value = kinds.value.includes(kind)
                    ? kinds.value.filter((one) => one !== kind)
                    : [...kinds.value, kind];
                }}
              >
                {tell(`settings_${kind}` as 'settings_card')}
              </button>
            ))}
          </nav>
          {now.steps_minor.length > 1 && (
            <>
              <h2>{tell('rounding')}</h2>
              <nav class="ways">
                {now.steps_minor.map((one) => (
                  <button
                    key={one}
                    type="button"
                    class="key"
                    data-testid={`step-${one}`}
                    aria-pressed={step.value === one}
                    onClick={() => {
                      changed();
                      step.value = one;
                    }}
                  >
                    {one === 0 ? tell('rounding_off') : tell('rounding_to', { amount: sayMoney(one) })}
                  </button>
                ))}
              </nav>
            </>
          )}
        </>
      )}
      {now.has_transfer_code && (
        <section>
          <h2>{tell('account')}</h2>
          <div class="account">
            {FIELDS.map((one) => (
              <button
                key={one}
                type="button"
                class="key note-key"
                data-testid={`account-${one}`}
                aria-pressed={field.value === one}
                onClick={() => {
                  field.value = one;
                }}
              >
                <span>{names[one]}</span>
                <b>{account.value?.[one] || tell('type')}</b>
              </button>
            ))}
          </div>
        </section>
      )}
      {field.value !== null && (
        <Keyboard
          onType={(letter) => {
            const of = field.peek();
            if (of === null) return;
            changed();
            const before = account.peek() ?? EMPTY;
            account.value = { ...before, [of]: after(of, before[of], letter) };
          }}
          onErase={() => {
            const of = field.peek();
            const before = account.peek();
            if (of === null || before === null) return;
            changed();
            account.value = { ...before, [of]: [...before[of]].slice(0, -1).join('') };
          }}
        />
      )}
    </main>
  );
}
