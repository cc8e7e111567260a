/** Paying another way than with cash at once: which way, how much of it, and what was paid so far. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { isSaving } from '../api/intents';
import { type TransferCode, transferCode } from '../api/payments';
import type { Payment, TenderKind } from '../api/shapes';
import { refuse } from '../deeds';
import { CloseIcon } from '../icons';
import { QrCode } from '../office/qr';
import { Amount, Pad, typed } from '../parts';
import Keyboard from '../sell/keyboard';
import * as state from '../state';
import { Strips } from '../strips';
import { say, sayMoney } from '../words';
import { giveBack, take } from './deeds';
import { tell } from './tell';

const EMOJI: Record<TenderKind, string> = { cash: '💶', card: '💳', transfer: '📱', voucher: '🎟️', iou: '📒' };
const TIPPED: readonly TenderKind[] = ['card', 'transfer', 'cash'];
const NEEDS_WORDS: readonly TenderKind[] = ['voucher', 'iou'];
const MOST_LETTERS = 40;

const sayPayment = (one: Payment) =>
  [tell(one.kind), one.reference ?? '', sayMoney(one.amount_minor)].filter(Boolean).join(' · ');

function Paid() {
  if (state.payments.value.length === 0) return null;
  return (
    <ul class="paid" aria-label={tell('paid')}>
      {state.payments.value.map((one) => (
        <li key={one.id} data-testid="paid">
          <span>
            <i aria-hidden="true">{EMOJI[one.kind]}</i> {sayPayment(one)}
          </span>
          <button
            type="button"
            class="key round"
            data-testid={`paid-back-${one.id}`}
            aria-label={tell('back', { what: sayPayment(one) })}
            onClick={() => void giveBack(one.id)}
          >
            <CloseIcon />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Ways({ way, onWay }: { way: TenderKind; onWay: (way: TenderKind) => void }) {
  return (
    <nav class="ways">
      {[...state.payKinds.value.filter((kind) => kind !== 'cash'), 'cash' as const].map((kind) => (
        <button
          key={kind}
          type="button"
          class="key"
          data-testid={`way-${kind}`}
          aria-pressed={way === kind}
          onClick={() => onWay(kind)}
        >
          <i aria-hidden="true">{EMOJI[kind]}</i> {tell(kind)}
        </button>
      ))}
    </nav>
  );
}

/** The code for the customer's banking app, for all that is due. */
function Transfer() {
  const code = useSignal<TransferCode | null>(null);
  useEffect(() => {
    transferCode().then((now) => {
      code.value = now;
    }, refuse);
  }, [state.dueMinor.value]);
  if (!code.value) return null;
  return (
    <figure class="transfer" data-testid="transfer-code">
      <QrCode rows={code.value.rows} />
      <figcaption>
        {tell('show')}
        <b class="figures">{sayMoney(code.value.amount_minor)}</b>
        <span>{code.value.name}</span>
      </figcaption>
    </figure>
  );
}

type NoteProps = { title: string; value: string; onValue: (value: string) => void; onDone: () => void };

/** What another paper says, typed on the whole width. */
function Note({ title, value, onValue, onDone }: NoteProps) {
  return (
    <main class="note" data-testid="tender-note">
      <Strips />
      <div class="note-line">
        <p>
          <span>{title}</span>
          <output data-testid="note">{value}</output>
        </p>
        <button type="button" class="key strong" data-testid="note-done" onClick={onDone}>
          {tell('save')}
        </button>
      </div>
      <Keyboard
        onType={(text) => onValue((value + text).slice(0, MOST_LETTERS))}
        onErase={() => onValue([...value].slice(0, -1).join(''))}
      />
    </main>
  );
}

function confirmWords(way: TenderKind, sum: number, tip: number): { first: string; second: string | null } {
  if (isSaving.value) return { first: say('app.saving'), second: null };
  const amount = sayMoney(sum - tip);
  const isPart = sum - tip < state.dueMinor.value;
  const first =
    way === 'transfer'
      ? tell('seen', { amount })
      : tell(isPart ? 'part' : 'confirm', { kind: tell(way), amount });
  return { first, second: tip > 0 ? tell('tip', { amount: sayMoney(tip) }) : null };
}

export function Tender() {
  const way = useSignal<TenderKind>(state.payKinds.value.find((kind) => kind !== 'cash') ?? 'cash');
  const digits = useSignal('');
  const note = useSignal('');
  const isTyping = useSignal(false);
  const due = way.value === 'cash' ? state.cashDueMinor.value : state.dueMinor.value;
  const sum = digits.value === '' ? due : Number(digits.value);
  const over = Math.max(sum - due, 0);
  const isTipped = TIPPED.includes(way.value);
  const isMissing = NEEDS_WORDS.includes(way.value) && note.value.trim() === '';
  const words = confirmWords(way.value, sum, isTipped ? over : 0);
  const reference = way.value === 'cash' ? null : tell(`reference_${way.value}`);
  const isFit = sum > 0 && (over === 0 || isTipped);
  const choose = (kind: TenderKind) => {
    way.value = kind;
    digits.value = '';
    note.value = '';
    isTyping.value = false;
  };
  const confirm = async () => {
    if (isMissing) {
      isTyping.value = true;
      return;
    }
    if (!isFit) return;
    const taken = { kind: way.value, amount_minor: sum, tip_minor: over, reference: note.value.trim() };
    if (await take(taken)) choose(way.value);
  };
  const keyWords = isMissing
    ? tell('first', { what: reference ?? '' })
    : isFit
      ? words.first
      : tell('too_much', { amount: sayMoney(due) });
  if (isTyping.value && reference !== null)
    return (
      <Note
        title={reference}
        value={note.value}
        onValue={(value) => {
          note.value = value;
        }}
        onDone={() => {
          isTyping.value = false;
        }}
      />
    );
  return (
    <main class="pay tender" data-testid="tender">
      <div class="left">
        <Strips />
        <section class="due">
          <div class="due-row">
            <div>
              <p class="due-word">{tell('due')}</p>
              <span data-testid="due">
                <Amount minor={state.dueMinor.value} class="huge" />
              </span>
            </div>
            <Paid />
          </div>
          <Ways way={way.value} onWay={choose} />
          {way.value === 'transfer' && <Transfer />}
          {way.value === 'card' && <p class="due-hint">{tell('card_hint')}</p>}
          {reference !== null && (
            <button
              type="button"
              class="key note-key"
              data-testid="note-key"
              onClick={() => {
                isTyping.value = true;
              }}
            >
              <span>{reference}</span>
              <b>{note.value || tell('type')}</b>
            </button>
          )}
        </section>
      </div>
      <section class="pay-pad">
        <p class={`given ${digits.value === '' ? 'is-empty' : ''}`} data-testid="tender-amount">
          <span>{tell(way.value)}</span>
          <Amount minor={sum} />
        </p>
        <Pad
          zeros={state.currency.value.exponent === 0 ? '000' : '00'}
          onDigits={(more) => {
            digits.value = typed(digits.value, more, 9);
          }}
          onErase={() => {
            digits.value = digits.value.slice(0, -1);
          }}
          onEnter={() => void confirm()}
        />
        <button
          type="button"
          class="pay-key two"
          data-testid="confirm"
          disabled={state.isPaying.value || (!isFit && !isMissing)}
          onClick={() => void confirm()}
        >
          <span class="figures">{keyWords}</span>
          {isFit && !isMissing && words.second && <span class="figures">{words.second}</span>}
        </button>
      </section>
    </main>
  );
}
