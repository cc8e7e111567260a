/** Fields over the whole glass: each is done once a finger was on it. A wipe counts, a field nobody reaches is a fault. */

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { tell } from './tell';

const FIELD_PX = 76;

const least = (wanted: number, room: number) => Math.max(wanted, Math.floor(room / FIELD_PX));

export function TouchGrid({ onDone }: { onDone: (isGood: boolean | null) => void }) {
  const columns = least(4, window.innerWidth);
  const rows = least(4, window.innerHeight);
  const touched = useSignal<ReadonlySet<number>>(new Set());
  const left = columns * rows - touched.value.size;
  useEffect(() => {
    if (left === 0) onDone(true);
  }, [left, onDone]);
  // The words lie on some fields: a wipe counts on what is under them, too.
  const under = (event: PointerEvent) => {
    const field = document
      .elementsFromPoint(event.clientX, event.clientY)
      .find((one): one is HTMLElement => one instanceof HTMLElement && one.dataset.field !== undefined);
    const at = Number(field?.dataset.field ?? -1);
    if (at >= 0 && !touched.peek().has(at)) touched.value = new Set([...touched.peek(), at]);
  };
  return (
    <div
      class="touch-test"
      data-testid="touch-grid"
      onPointerDown={(event) => {
        // A finger belongs to what it began on, unless it is let go: then a wipe is seen everywhere.
        if (event.target instanceof Element && event.target.hasPointerCapture(event.pointerId)) {
          event.target.releasePointerCapture(event.pointerId);
        }
        under(event);
      }}
      onPointerMove={under}
    >
      <div class="touch-fields" style={{ gridTemplate: `repeat(${rows}, 1fr) / repeat(${columns}, 1fr)` }}>
        {Array.from({ length: columns * rows }, (_, at) => (
          <i key={at} data-field={at} class={touched.value.has(at) ? 'is-touched' : ''} />
        ))}
      </div>
      <div class="touch-words">
        <b data-testid="touch-left">{tell('grid.left', { count: left })}</b>
        <span>{tell('grid.lead')}</span>
        <nav>
          <button type="button" class="key" data-testid="touch-bad" onClick={() => onDone(false)}>
            {tell('grid.give_up')}
          </button>
          <button type="button" class="key" data-testid="touch-stop" onClick={() => onDone(null)}>
            {tell('grid.stop')}
          </button>
        </nav>
      </div>
    </div>
  );
}
