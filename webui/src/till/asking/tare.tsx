/** The vessel goods are weighed in: a key that says it, and the common ones to choose from. */
import type { Signal } from '@preact/signals';
import { offeredGrams } from '../sheets/scale';
import { sayWeight } from '../words';
import { tell } from './tell';

const COMMON_G = [5, 10, 20, 50, 100, 200, 500];

type Tare = { tare: Signal<number>; isOpen: Signal<boolean> };

export function TareKey({ tare, isOpen }: Tare) {
  return (
    <button
      type="button"
      class="key tare-key"
      data-testid="tare"
      aria-pressed={isOpen.value}
      onClick={() => {
        isOpen.value = !isOpen.value;
      }}
    >
      {tare.value === 0 ? tell('tare') : tell('tare.is', { weight: sayWeight(tare.value) })}
    </button>
  );
}

export function TareChoice({ tare, isOpen, own }: Tare & { own: number | null }) {
  const choose = (grams: number) => {
    tare.value = grams;
    isOpen.value = false;
  };
  const grams = [...new Set(own === null ? COMMON_G : [own, ...COMMON_G])].slice(0, 7).sort((a, b) => a - b);
  const onScale = offeredGrams();
  return (
    <div class="tares" data-testid="tares">
      <button type="button" class="key" data-testid="tare-0" onClick={() => choose(0)}>
        {tell('tare.none')}
      </button>
      {grams.map((one) => (
        <button
          key={one}
          type="button"
          class="key figures"
          data-testid={`tare-${one}`}
          aria-pressed={tare.value === one}
          onClick={() => choose(one)}
        >
          {sayWeight(one)}
        </button>
      ))}
      {onScale !== null && (
        <button type="button" class="key wide" data-testid="tare-scale" onClick={() => choose(onScale)}>
          {tell('tare.scale', { weight: sayWeight(onScale) })}
        </button>
      )}
    </div>
  );
}
