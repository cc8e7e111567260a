/** The scale: choose a weight, put it on the pan, watch it swing and come to rest. */
import { useSignal } from '@preact/signals';
import { decimal, type Picture, say, weigh } from './bench';

const APPLE_G = 160;

export function Scale({ scale }: { scale: Picture['scale'] }) {
  const draft_g = useSignal<number | null>(null);
  const load_g = draft_g.value ?? (scale.load_g || 1160);
  const shown_g = scale.on ? scale.load_g : 0;
  const isOver = shown_g > scale.capacity_g;
  const apples = Math.min(10, Math.max(1, Math.round(load_g / APPLE_G)));
  const state = isOver
    ? 'scale_over'
    : scale.is_moving
      ? 'scale_moves'
      : shown_g
        ? 'scale_rests'
        : 'scale_empty';
  return (
    <section class="thing scale" aria-label={say('scale')}>
      <div class={scale.is_moving ? 'machine moving' : 'machine'}>
        <div class={scale.on ? 'goods on' : 'goods'} aria-hidden="true">
          {'🍎'.repeat(apples)}
        </div>
        <div class="pan" aria-hidden="true" />
        <div class="base">
          <output class="weight figures">
            {isOver || scale.is_moving
              ? '–,–––'.replace(',', decimal(0.1, 1).charAt(1))
              : decimal(shown_g / 1000, 3)}
            <small> kg</small>
          </output>
          <span class="weight-words">
            <b>{say('scale')}</b>
            <span>{say(state)}</span>
          </span>
        </div>
      </div>
      <div class="scale-hands">
        <label>
          <span>
            {say('scale_slider')} <b class="figures">{decimal(load_g / 1000, 3)} kg</b>
          </span>
          <input
            type="range"
            min="5"
            max="16000"
            step="5"
            value={load_g}
            onInput={(event) => {
              draft_g.value = event.currentTarget.valueAsNumber;
              if (scale.on) weigh(event.currentTarget.valueAsNumber, true);
            }}
            onChange={(event) => {
              draft_g.value = event.currentTarget.valueAsNumber;
            }}
          />
        </label>
        <button type="button" class="key" aria-pressed={scale.on} onClick={() => weigh(load_g, !scale.on)}>
          {say(scale.on ? 'take_off' : 'put_on')}
        </button>
      </div>
    </section>
  );
}
