/** A discount on one line or on everything: a key that gives it at once, or any percentage or amount. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { giveCoupon, type Promotion, readPromotions, takeCouponBack } from '../api/promotions';
import type { Discount, Snapshot } from '../api/shapes';
import { giveDiscount, keepPresets, refuse, takeDiscountBack } from '../deeds';
import { CloseIcon } from '../icons';
import { Pad, SheetFrame, typed } from '../parts';
import * as state from '../state';
import { sayMoney, sayPercent } from '../words';
import { tell } from './tell';

type Kind = Discount['kind'];

const FULL_BP = 10_000;
const MOST_PRESETS = 6;

/** `Regular customer 10 %`, or `Discount` of an amount. */
const sayName = (one: Discount): string =>
  [one.label || tell('plain'), one.kind === 'percent' ? sayPercent(one.value) : ''].join(' ').trim();

/** The coupons that hold now, a key each: pressed when it is on this ticket. A scanner reads them from any screen. */
function Coupons() {
  const known = useSignal<readonly Promotion[]>([]);
  useEffect(() => {
    readPromotions().then((now) => {
      known.value = now.promotions.filter((one) => one.code !== null && one.holds_now);
    }, refuse);
  }, []);
  if (known.value.length === 0) return null;
  return (
    <nav class="presets" aria-label={tell('coupons')}>
      {known.value.map((one) => {
        const code = one.code ?? '';
        const isOn = state.coupons.value.includes(code);
        return (
          <button
            key={one.id}
            type="button"
            class="key coupon"
            data-testid={`coupon-${code}`}
            aria-pressed={isOn}
            onClick={() => void shown(isOn ? takeCouponBack(code) : giveCoupon(code))}
          >
            {code}
          </button>
        );
      })}
    </nav>
  );
}

async function shown(answer: Promise<Snapshot>): Promise<void> {
  try {
    state.draw(await answer);
    state.refusal.value = null;
  } catch (error) {
    refuse(error);
  }
}

function Given({ lineId }: { lineId: string | null }) {
  const given = state.discounts.value.filter((one) => one.line_id === lineId);
  if (given.length === 0) return null;
  return (
    <ul class="given-discounts" aria-label={tell('given')}>
      {given.map((one) => (
        <li key={one.id}>
          <span>{sayName(one)}</span>
          <b class="figures">{sayMoney(-one.amount_minor)}</b>
          {!one.promotion_id && (
            <button
              type="button"
              class="key round"
              data-testid={`discount-back-${one.id}`}
              aria-label={tell('back', { name: sayName(one) })}
              onClick={() => takeDiscountBack(one.id)}
            >
              <CloseIcon />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function Kinds({ kind, onKind }: { kind: Kind; onKind: (kind: Kind) => void }) {
  return (
    <nav class="kinds">
      {(['percent', 'amount'] as const).map((one) => (
        <button
          key={one}
          type="button"
          class="key"
          data-testid={`discount-${one}`}
          aria-pressed={kind === one}
          onClick={() => onKind(one)}
        >
          {tell(one)}
        </button>
      ))}
    </nav>
  );
}

/** The percentages that have a key; the star beside makes the typed one a key, or takes its key away. */
function Presets({ typedBp, onGive }: { typedBp: number | null; onGive: (bp: number) => void }) {
  const presets = state.discountPresets.value;
  const isKept = typedBp !== null && presets.includes(typedBp);
  const value = typedBp === null ? '' : sayPercent(typedBp);
  const toggle = () => {
    if (typedBp === null) return;
    keepPresets(isKept ? presets.filter((one) => one !== typedBp) : [...presets, typedBp]);
  };
  return (
    <nav class="presets" aria-label={tell('presets')}>
      {presets.map((bp) => (
        <button key={bp} type="button" class="key" data-testid={`preset-${bp}`} onClick={() => onGive(bp)}>
          {sayPercent(bp)}
        </button>
      ))}
      {typedBp !== null && (isKept || presets.length < MOST_PRESETS) && (
        <button
          type="button"
          class="key star"
          data-testid="discount-keep"
          aria-label={tell(isKept ? 'forget' : 'keep', { value })}
          aria-pressed={isKept}
          onClick={toggle}
        >
          {isKept ? '★' : '☆'}
        </button>
      )}
    </nav>
  );
}

export function DiscountSheet({ lineId }: { lineId: string | null }) {
  const digits = useSignal('');
  const kind = useSignal<Kind>('percent');
  const isPercent = kind.value === 'percent';
  const number = digits.value === '' ? null : Number(digits.value);
  const value = number === null ? null : isPercent ? number * 100 : number;
  const isFit = value !== null && value > 0 && (!isPercent || value <= FULL_BP);
  const name = state.lines.value.find((line) => line.id === lineId)?.name;
  const said = value === null ? '' : isPercent ? sayPercent(value) : sayMoney(value);
  const give = (what: Kind, much: number) => {
    state.sheet.value = null;
    giveDiscount(lineId, what, much);
  };
  const done = () => {
    if (isFit) give(kind.value, value);
  };
  return (
    <SheetFrame
      name="discount"
      title={name === undefined ? tell('title_ticket') : tell('title_line', { name })}
    >
      <Pad
        zeros={state.currency.value.exponent === 0 ? '000' : '00'}
        onDigits={(more) => {
          digits.value = typed(digits.value, more, isPercent ? 3 : 9);
        }}
        onErase={() => {
          digits.value = digits.value.slice(0, -1);
        }}
        onEnter={done}
      />
      <div class="sheet-side">
        <Given lineId={lineId} />
        <Kinds
          kind={kind.value}
          onKind={(one) => {
            kind.value = one;
            digits.value = '';
          }}
        />
        {lineId === null && <Coupons />}
        {isPercent && <Presets typedBp={isFit ? value : null} onGive={(bp) => give('percent', bp)} />}
        <span class="gap" />
        <button
          type="button"
          class="main-key figures"
          data-testid="discount-give"
          disabled={!isFit}
          onClick={done}
        >
          {value === null ? tell('give_empty') : tell('give', { value: said })}
        </button>
      </div>
    </SheetFrame>
  );
}
