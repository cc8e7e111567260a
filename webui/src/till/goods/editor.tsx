/** One item, with all that can be said of it. A tap on a line brings the keys for it. */
import { Amount, Pad, typed } from '../parts';
import { sayMoney, sayWeight } from '../words';
import { Choices, Colours, DigitsLine, Emoji, Foot, NameLine, Place, Remove } from './choices';
import {
  beginKind,
  categories,
  type Draft,
  deposits,
  edit,
  faceOf,
  field,
  isFresh,
  isReady,
  items,
  kindsOf,
  leave,
  placeOf,
  put,
  remove,
  save,
  siblings,
  taxes,
} from './desk';
import { tell } from './tell';

const MOST_DIGITS = { price: 8, gtin: 14, tare: 5 } as const;

/** A code may begin with a zero; an amount does not. */
function Digits({ of, now }: { of: keyof typeof MOST_DIGITS; now: Draft }) {
  if (field.value !== of) return null;
  const most = MOST_DIGITS[of];
  const change = (digits: string) => {
    isFresh.value = false;
    put({ [of]: digits });
  };
  return (
    <Pad
      zeros="00"
      onDigits={(more) => {
        const before = isFresh.value ? '' : now[of];
        change(of === 'gtin' ? (before + more).slice(0, most) : typed(before, more, most));
      }}
      onErase={() => change(now[of].slice(0, -1))}
      onEnter={() => {
        field.value = null;
      }}
    />
  );
}

function Price({ now }: { now: Draft }) {
  const canBeFree = now.unit === 'piece' && now.kind === 'goods';
  return (
    <>
      <DigitsLine
        of="price"
        shows={
          canBeFree && now.is_free_price && !Number(now.price) ? (
            '–'
          ) : (
            <Amount minor={Number(now.price || 0)} />
          )
        }
      />
      <Digits of="price" now={now} />
      {canBeFree && (
        <button
          type="button"
          class="key goods-wide"
          data-testid="free-price"
          aria-pressed={now.is_free_price}
          onClick={() => put({ is_free_price: !now.is_free_price })}
        >
          {tell('free')}
        </button>
      )}
    </>
  );
}

/** Per piece or per kilogram, and what hangs on it: a deposit, or a vessel. */
function Measure({ now }: { now: Draft }) {
  const units = (['piece', 'kg'] as const).map((unit) => ({
    value: unit,
    words: tell(`unit.${unit}`),
    name: `unit-${unit}`,
  }));
  const offered = [
    { value: null, words: tell('deposit.none'), name: 'deposit-none' },
    ...deposits.value.map((one) => ({
      value: one.id,
      words: `${one.name} ${sayMoney(one.price_minor)}`,
      name: `deposit-${one.id}`,
    })),
  ];
  const hasDeposits = now.unit === 'piece' && now.kind === 'goods' && deposits.value.length > 0;
  return (
    <>
      <Choices label={tell('unit')} of={units} now={now.unit} onChoose={(unit) => put({ unit })} />
      {now.unit === 'kg' && (
        <>
          <DigitsLine of="tare" shows={now.tare ? sayWeight(Number(now.tare)) : '–'} />
          <Digits of="tare" now={now} />
        </>
      )}
      {hasDeposits && (
        <Choices
          label={tell('deposit')}
          of={offered}
          now={now.deposit_id}
          onChoose={(deposit_id) => put({ deposit_id })}
        />
      )}
    </>
  );
}

/** The sizes and kinds that share this item's tile; of a kind, whose tile it is. */
function Kinds({ now }: { now: Draft }) {
  const face = faceOf(now);
  if (face) {
    return (
      <section class="goods-part">
        <small>{tell('kinds.of', { name: face.name })}</small>
        <button
          type="button"
          class="key goods-wide"
          data-testid="kind-own"
          onClick={() => put({ variant_of: null })}
        >
          {tell('kinds.own')}
        </button>
      </section>
    );
  }
  const saved = items.value.find((item) => item.id === now.id);
  if (!saved || now.kind === 'deposit') return null;
  return (
    <section class="goods-part">
      <small>{tell('kinds')}</small>
      <nav class="goods-choice" aria-label={tell('kinds')}>
        {kindsOf(saved.id).map((one) => (
          <button
            key={one.id}
            type="button"
            class="key"
            data-testid={`kind-${one.id}`}
            onClick={() => edit(one)}
          >
            {one.name} {sayMoney(one.price_minor)}
          </button>
        ))}
        <button type="button" class="key" data-testid="kind-new" onClick={() => beginKind(saved)}>
          {tell('kinds.add')}
        </button>
      </nav>
    </section>
  );
}

function Home({ now }: { now: Draft }) {
  const homes = categories.value.map((one) => ({
    value: one.id,
    words: `${one.emoji} ${one.name}`,
    name: `in-${one.id}`,
  }));
  return (
    <>
      <Choices
        label={tell('in')}
        of={homes}
        now={now.category ? '' : now.category_id}
        onChoose={(category_id) => {
          const colour = categories.value.find((one) => one.id === category_id)?.colour;
          put({ category_id, category: '', ...(now.id === null && colour ? { colour } : {}) });
        }}
      />
      <DigitsLine of="category" shows={now.category || '–'} />
    </>
  );
}

export function Editor({ now }: { now: Draft }) {
  const kinds = (['goods', 'deposit'] as const).map((kind) => ({
    value: kind,
    words: tell(`kind.${kind}`),
    name: `kind-${kind}`,
  }));
  const rates = taxes.value.map((tax) => ({
    value: tax.code,
    words: `${tax.letter} ${tax.rate_bp / 100} %`,
    name: `tax-${tax.code}`,
  }));
  return (
    <section class="goods-editor" data-testid="item-editor">
      <div class="goods-fields">
        <NameLine value={now.name} onText={(name) => put({ name })} />
        <Price now={now} />
        <Measure now={now} />
        <Kinds now={now} />
        <Home now={now} />
        <Choices
          label={tell('tax')}
          of={rates}
          now={now.tax_code || taxes.value[0]?.code || ''}
          onChoose={(tax_code) => put({ tax_code })}
        />
        <DigitsLine of="gtin" shows={now.gtin || '–'} />
        <Digits of="gtin" now={now} />
        <Emoji now={now.emoji} onChoose={(emoji) => put({ emoji })} />
        <Colours now={now.colour} onChoose={(colour) => put({ colour })} />
        <Choices label={tell('kind')} of={kinds} now={now.kind} onChoose={(kind) => put({ kind })} />
        {now.id && <Place kind="items" id={now.id} at={placeOf(siblings(now.id), now.id)} />}
        {now.id && <Remove name="remove-item" words={tell('remove')} onSure={() => void remove()} />}
      </div>
      <Foot
        words={tell(now.isSold ? 'save.sell' : 'save')}
        isReady={isReady.value}
        onBack={leave}
        onSave={() => void save()}
      />
    </section>
  );
}
