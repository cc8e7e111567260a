/** One line of the ticket: another quantity or weight, or away with it. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Line } from '../api/shapes';
import { removeLine, setLine } from '../deeds';
import { Amount, Pad, SheetFrame, typed } from '../parts';
import { lines, sheet } from '../state';
import { say, sayPrice, sayWeight } from '../words';
import { hasLoad, offeredGrams, ScaleStrip } from './scale';

function Steps({ line }: { line: Line }) {
  return (
    <div class="steps">
      <button
        type="button"
        class="key"
        data-testid="less"
        aria-label={say('line.less')}
        disabled={line.quantity <= 1}
        onClick={() => setLine(line.id, { quantity: line.quantity - 1 })}
      >
        −
      </button>
      <button
        type="button"
        class="key"
        data-testid="more"
        aria-label={say('line.more')}
        disabled={line.quantity >= 9999}
        onClick={() => setLine(line.id, { quantity: line.quantity + 1 })}
      >
        +
      </button>
    </div>
  );
}

function Sheet({ line }: { line: Line }) {
  const digits = useSignal('');
  const isWeighed = line.unit === 'kg';
  const wanted = digits.value === '' ? null : Number(digits.value);
  const offered = isWeighed && wanted === null ? offeredGrams() : null;
  const set = wanted ?? offered;
  const done = () => {
    if (set !== null) setLine(line.id, isWeighed ? { weight_g: set } : { quantity: set });
    sheet.value = null;
  };
  const tare = line.tare_g ?? 0;
  const now = isWeighed ? sayWeight(line.weight_g ?? 0) : String(line.quantity);
  const next = set === null ? null : isWeighed ? sayWeight(Math.max(set - tare, 0)) : String(set);
  return (
    <SheetFrame
      name="line"
      title={
        <>
          {line.name} <small class="figures">{sayPrice(line.price_minor, line.unit)}</small>
        </>
      }
    >
      <Pad
        zeros="00"
        onDigits={(more) => {
          digits.value = typed(digits.value, more, isWeighed ? 6 : 4);
        }}
        onErase={() => {
          digits.value = digits.value.slice(0, -1);
        }}
        onEnter={done}
      />
      <div class="sheet-side">
        <p class="now">
          <span>{say(isWeighed ? 'line.weight' : 'line.quantity')}</span>
          <b class="figures" data-testid="line-value">
            {wanted === null ? now : next}
          </b>
          <Amount minor={line.amount_minor} />
          {tare > 0 && <span class="figures">T {sayWeight(tare)}</span>}
        </p>
        {isWeighed ? wanted === null && hasLoad() && <ScaleStrip /> : <Steps line={line} />}
        <span class="gap" />
        <div class="two-keys">
          {line.kind === 'goods' && (
            <button
              type="button"
              class="key"
              data-testid="line-discount"
              onClick={() => {
                sheet.value = { kind: 'discount', lineId: line.id };
              }}
            >
              {say('line.discount')}
            </button>
          )}
          <button type="button" class="key danger" data-testid="remove" onClick={() => removeLine(line.id)}>
            {say('line.remove')}
          </button>
        </div>
        <button
          type="button"
          class="main-key"
          data-testid="line-done"
          disabled={set !== null && isWeighed && set <= tare}
          onClick={done}
        >
          {next === null
            ? say('app.done')
            : say(wanted === null ? 'scale.take' : 'line.set', { weight: next, amount: next })}
        </button>
      </div>
    </SheetFrame>
  );
}

export function LineSheet({ id }: { id: string }) {
  const line = lines.value.find((one) => one.id === id);
  useEffect(() => {
    if (!line) sheet.value = null;
  }, [line]);
  return line ? <Sheet line={line} /> : null;
}
