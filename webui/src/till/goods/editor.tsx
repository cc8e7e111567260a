/** One item: what it is called, what it costs, where it stands. A tap on a line brings the keys for it. */
import { useSignal } from '@preact/signals';
import { Amount, Pad, typed } from '../parts';
import { categories, type Draft, type Field, field, isReady, leave, put, remove, save, taxes } from './desk';
import { tell } from './tell';

const MOST_DIGITS = { price: 8, gtin: 14 } as const;

function Line({ of, now }: { of: Exclude<Field, null>; now: Draft }) {
  return (
    <button
      type="button"
      class="goods-line"
      data-testid={`item-${of}`}
      aria-pressed={field.value === of}
      onClick={() => {
        if (of === 'price') put({ price: '' });
        field.value = of;
      }}
    >
      <small>{tell(of)}</small>
      <b class="figures" dir="auto">
        {of === 'price' ? <Amount minor={Number(now.price || 0)} /> : now[of] || '–'}
      </b>
    </button>
  );
}

function Digits({ of, now }: { of: 'price' | 'gtin'; now: Draft }) {
  return (
    <Pad
      zeros="00"
      onDigits={(more) => put({ [of]: typed(now[of], more, MOST_DIGITS[of]) })}
      onErase={() => put({ [of]: now[of].slice(0, -1) })}
      onEnter={() => {
        field.value = null;
      }}
    />
  );
}

export function Editor({ now }: { now: Draft }) {
  const isSure = useSignal(false);
  const open = field.value;
  return (
    <section class="goods-editor" data-testid="item-editor">
      <div class="goods-fields">
        <Line of="name" now={now} />
        <Line of="price" now={now} />
        {open === 'price' && <Digits of="price" now={now} />}
        <nav class="goods-choice" aria-label={tell('unit')}>
          {(['piece', 'kg'] as const).map((unit) => (
            <button
              key={unit}
              type="button"
              class="key"
              data-testid={`unit-${unit}`}
              aria-pressed={now.unit === unit}
              onClick={() => put({ unit })}
            >
              {tell(`unit.${unit}`)}
            </button>
          ))}
        </nav>
        <nav class="goods-choice" aria-label={tell('category')}>
          {categories.value.map((one) => (
            <button
              key={one.id}
              type="button"
              class="key"
              data-testid={`in-${one.id}`}
              aria-pressed={now.category === '' && now.category_id === one.id}
              onClick={() => put({ category_id: one.id, category: '' })}
            >
              {one.emoji} {one.name}
            </button>
          ))}
        </nav>
        <Line of="category" now={now} />
        <nav class="goods-choice" aria-label={tell('tax')}>
          {taxes.value.map((tax) => (
            <button
              key={tax.code}
              type="button"
              class="key"
              data-testid={`tax-${tax.code}`}
              aria-pressed={now.tax_code === tax.code}
              onClick={() => put({ tax_code: tax.code })}
            >
              {tax.letter} {tax.rate_bp / 100} %
            </button>
          ))}
        </nav>
        <Line of="gtin" now={now} />
        {open === 'gtin' && <Digits of="gtin" now={now} />}
        {now.id && (
          <button
            type="button"
            class="key"
            data-testid="remove-item"
            onClick={() => {
              if (isSure.value) void remove();
              isSure.value = true;
            }}
          >
            {tell(isSure.value ? 'remove.sure' : 'remove')}
          </button>
        )}
      </div>
      <footer class="goods-foot">
        <button type="button" class="key" data-testid="item-back" onClick={leave}>
          {tell('back')}
        </button>
        <button
          type="button"
          class="main-key"
          data-testid="save-item"
          disabled={!isReady.value}
          onClick={() => void save()}
        >
          {tell(now.isSold ? 'save.sell' : 'save')}
        </button>
      </footer>
    </section>
  );
}
