/** An item sold by weight: take the weight from the scale with one tap, or type grams. */
import { useSignal } from '@preact/signals';
import type { Item } from '../api/shapes';
import { TareChoiceLater, TareKeyLater } from '../asking/later';
import { addWeighed } from '../deeds';
import { Amount, Pad, SheetFrame, typed } from '../parts';
import { say, sayPrice, sayWeight } from '../words';
import { offeredGrams, ScaleStrip, weighedMinor } from './scale';

export function WeighSheet({ item }: { item: Item }) {
  const digits = useSignal('');
  const grams = digits.value === '' ? null : Number(digits.value);
  const offered = offeredGrams();
  const taken = grams ?? offered;
  const tare = useSignal(item.tare_g ?? 0);
  const isTaring = useSignal(false);
  const net = taken === null ? null : taken - tare.value;
  const add = () => {
    if (taken !== null && net !== null && net > 0) addWeighed(item, taken, tare.value);
  };
  return (
    <SheetFrame
      name="weigh"
      title={
        <>
          {item.emoji} {item.name} <small class="figures">{sayPrice(item.price_minor, 'kg')}</small>
        </>
      }
    >
      {isTaring.value ? (
        <TareChoiceLater tare={tare} isOpen={isTaring} own={item.tare_g} />
      ) : (
        <Pad
          zeros="00"
          onDigits={(more) => {
            digits.value = typed(digits.value, more, 6);
          }}
          onErase={() => {
            digits.value = digits.value.slice(0, -1);
          }}
          onEnter={add}
        />
      )}
      <div class="sheet-side">
        {grams === null ? (
          <ScaleStrip />
        ) : (
          <p class="scale-strip typed">
            <b class="figures">{sayWeight(grams)}</b>
            <span>{say('line.weight')}</span>
          </p>
        )}
        {net !== null && net > 0 && <Amount minor={weighedMinor(item.price_minor, net)} class="preview" />}
        <span class="gap" />
        <TareKeyLater tare={tare} isOpen={isTaring} />
        <button
          type="button"
          class="main-key"
          data-testid="weight-take"
          disabled={net === null || net <= 0}
          onClick={add}
        >
          {net === null || net <= 0
            ? say('scale.add_empty')
            : say(grams === null ? 'scale.take' : 'scale.add', { weight: sayWeight(net) })}
        </button>
      </div>
    </SheetFrame>
  );
}
