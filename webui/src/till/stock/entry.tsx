/** How much: pieces or grams on the pad, for waste its reason, and one key that says what it does. */
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { WasteReason } from '../api/stock';
import { Pad, typed } from '../parts';
import { sayWeight } from '../words';
import type { Deed, Goods } from './desk';
import { sayAmount, tell } from './tell';

const REASONS: readonly WasteReason[] = ['spoiled', 'broken', 'tasting', 'lost', 'other'];
const MOST_DIGITS = { piece: 6, kg: 7 } as const;

type Props = {
  of: Goods;
  deed: Deed;
  onDone: (amount: number, reason: WasteReason | null) => void;
  /** What else one may do, under the key that does it. */
  children?: ComponentChildren;
};

export function Entry({ of, deed, onDone, children }: Props) {
  const digits = useSignal('');
  const reason = useSignal<WasteReason | null>(null);
  const amount = digits.value === '' ? null : Number(digits.value);
  const isEnough = amount !== null && (amount > 0 || deed === 'count' || deed === 'low');
  const isReady = isEnough && (deed !== 'waste' || reason.value !== null);
  const done = () => {
    if (isReady && amount !== null) onDone(amount, reason.value);
  };
  return (
    <div class="stock-entry" data-testid="stock-entry" data-deed={deed}>
      <Pad
        zeros="00"
        onDigits={(more) => {
          digits.value = /^0+$/.test(digits.value + more)
            ? '0'
            : typed(digits.value, more, MOST_DIGITS[of.unit]);
        }}
        onErase={() => {
          digits.value = digits.value.slice(0, -1);
        }}
        onEnter={done}
      />
      <div class="stock-side">
        <p class="stock-amount" data-testid="stock-amount">
          <span>{tell(`ask.${deed}`)}</span>
          <b class="figures">{of.unit === 'kg' ? sayWeight(amount ?? 0) : sayAmount('piece', amount ?? 0)}</b>
        </p>
        {deed === 'waste' && (
          <nav class="stock-reasons" aria-label={tell('reason.ask')}>
            {REASONS.map((one) => (
              <button
                key={one}
                type="button"
                class="key"
                data-testid={`reason-${one}`}
                aria-pressed={reason.value === one}
                onClick={() => {
                  reason.value = one;
                }}
              >
                {tell(`reason.${one}`)}
              </button>
            ))}
          </nav>
        )}
        <span class="gap" />
        <button type="button" class="main-key" data-testid="stock-do" disabled={!isReady} onClick={done}>
          {tell(`do.${deed}`, { amount: sayAmount(of.unit, amount ?? 0) })}
        </button>
        {children}
      </div>
    </div>
  );
}
