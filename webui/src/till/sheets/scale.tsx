/** The live weight strip, and what typed grams or the scale amount to. */
import * as state from '../state';
import { say, sayWeight } from '../words';

/** Grams that can be taken from the scale now; a moving or silent scale offers none. */
export function offeredGrams(): number | null {
  const { state: now, weight_g } = state.scale.value;
  return now === 'stable' && weight_g !== null && weight_g > 0 ? weight_g : null;
}

/** What a weight will cost, half a unit rounded up, as a word to the customer. The till's line is what counts. */
export function weighedMinor(priceMinor: number, grams: number): number {
  const twice = 2 * priceMinor * grams + 1000;
  return (twice - (twice % 2000)) / 2000;
}

/** Something lies on the scale: worth showing beside a line that already has its weight. */
export function hasLoad(): boolean {
  const { state: now, weight_g } = state.scale.value;
  return now === 'moving' || (now === 'stable' && (weight_g ?? 0) > 0);
}

export function ScaleStrip() {
  const { state: now, weight_g } = state.scale.value;
  if (now === 'none' || now === 'error') return <p class="scale-strip muted">{say(`scale.${now}`)}</p>;
  const isEmpty = now === 'stable' && (weight_g ?? 0) <= 0;
  return (
    <p class={`scale-strip ${now}`} data-testid="scale">
      <b class="figures">{sayWeight(weight_g ?? 0)}</b>
      <span>{isEmpty ? say('scale.empty') : say(`scale.${now}`)}</span>
    </p>
  );
}
