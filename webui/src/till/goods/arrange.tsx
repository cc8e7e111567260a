/**
 * The tiles of a category, put in order by hand: dragged to their place, or tapped and then put before another by a
 * second tap, which a keyboard can, too. Nothing moves until the till has it.
 */
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Item } from '../../shared/goods';
import { sayPrice } from '../words';
import { items, place } from './desk';
import { tell } from './tell';

const HOLD_MS = 220; // a finger that moves earlier scrolls
const SLIP_PX = 8;
const EDGE_PX = 56;
const STEP_PX = 14;

type Held = { id: string; x: number; y: number; dx: number; dy: number };

/** The tile that the held one would stand before: the first whose middle lies behind the finger, in reading order. */
function tileBehind(grid: HTMLElement, held: Held): string | null {
  for (const tile of grid.querySelectorAll<HTMLElement>('[data-tile]')) {
    if (tile.dataset.tile === held.id) continue;
    const box = tile.getBoundingClientRect();
    const isInRow = held.y < box.bottom;
    if (isInRow && (held.y < box.top || held.x < box.left + box.width / 2)) return tile.dataset.tile ?? null;
  }
  return null;
}

export function Arrange({ category, onDone }: { category: string; onDone: () => void }) {
  const grid = useRef<HTMLElement>(null);
  const held = useSignal<Held | null>(null);
  const target = useSignal<string | null | undefined>(undefined);
  const picked = useSignal<string | null>(null);
  const timer = useRef(0);
  const start = useRef<{ id: string; x: number; y: number } | null>(null);
  const faces = items.value
    .filter((one) => one.category_id === category && one.variant_of === null)
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));

  const lift = (id: string, x: number, y: number) => {
    picked.value = null;
    held.value = { id, x, y, dx: 0, dy: 0 };
  };
  const letGo = () => {
    window.clearTimeout(timer.current);
    start.current = null;
    held.value = null;
    target.value = undefined;
  };
  const onDown = (event: PointerEvent, id: string) => {
    if (event.button !== 0) return;
    start.current = { id, x: event.clientX, y: event.clientY };
    if (event.pointerType === 'mouse') return;
    timer.current = window.setTimeout(() => {
      const from = start.current;
      if (from) lift(from.id, from.x, from.y);
    }, HOLD_MS);
  };
  const onMove = (event: PointerEvent) => {
    const from = start.current;
    if (!from) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!held.value) {
      if (Math.hypot(dx, dy) < SLIP_PX) return;
      if (event.pointerType !== 'mouse') {
        letGo();
        return;
      }
      lift(from.id, event.clientX, event.clientY);
    }
    if (!held.value || !grid.current) return;
    held.value = { ...held.value, x: event.clientX, y: event.clientY, dx, dy };
    target.value = tileBehind(grid.current, held.value);
    const box = grid.current.getBoundingClientRect();
    if (event.clientY > box.bottom - EDGE_PX) grid.current.scrollTop += STEP_PX;
    if (event.clientY < box.top + EDGE_PX) grid.current.scrollTop -= STEP_PX;
  };
  const onUp = () => {
    const now = held.value;
    const before = target.value;
    letGo();
    if (now && before !== undefined) put(now.id, before);
  };
  const put = (id: string, before: string | null) => {
    const order = faces.map((one) => one.id);
    if (before === id || order[order.indexOf(id) + 1] === (before ?? undefined)) return;
    void place(id, before);
  };
  const onTap = (one: Item) => {
    const now = picked.value;
    picked.value = now === null ? one.id : null;
    if (now !== null && now !== one.id) put(now, one.id);
  };

  return (
    <section class="goods-arrange" data-testid="goods-arrange">
      <header class="goods-head">
        <p>{tell(picked.value === null ? 'arrange.how' : 'arrange.where')}</p>
        <button type="button" class="key strong" data-testid="arrange-done" onClick={onDone}>
          {tell('arrange.done')}
        </button>
      </header>
      <nav
        class="arrange-tiles"
        aria-label={tell('arrange')}
        ref={grid}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={letGo}
        onContextMenu={(event) => event.preventDefault()}
        onTouchMove={(event) => {
          if (held.peek()) event.preventDefault(); // else the page would scroll under the finger
        }}
      >
        {faces.map((one) => {
          const now = held.value?.id === one.id ? held.value : null;
          return (
            <button
              key={one.id}
              type="button"
              class={`arrange-tile ${now ? 'is-held' : ''} ${target.value === one.id ? 'is-target' : ''}`}
              style={{
                '--stripe': one.colour,
                ...(now ? { transform: `translate(${now.dx}px, ${now.dy}px)` } : {}),
              }}
              data-tile={one.id}
              data-testid={`arrange-${one.id}`}
              aria-pressed={picked.value === one.id}
              onPointerDown={(event) => onDown(event, one.id)}
              onClick={() => onTap(one)}
            >
              <b dir="auto">{one.name}</b>
              <span class="figures">{sayPrice(one.price_minor, one.unit)}</span>
              <span aria-hidden="true">{one.emoji}</span>
            </button>
          );
        })}
        {picked.value !== null && (
          <button
            type="button"
            class="arrange-tile at-end"
            data-testid="arrange-end"
            onClick={() => {
              const now = picked.value;
              picked.value = null;
              if (now !== null) put(now, null);
            }}
          >
            {tell('arrange.end')}
          </button>
        )}
      </nav>
    </section>
  );
}
