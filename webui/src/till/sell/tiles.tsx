/** Tiles of any number: only the rows in sight are in the page, so 5,000 items cost what 30 do. */
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Item } from '../api/shapes';
import { tapItem, tapTile } from '../deeds';
import { kindsOf } from '../state';
import { sayPrice } from '../words';
import { GAP_PX, type Grid, gridFor } from './grid';
import { asksForEye, TileLeft } from './left';
import { foldable, isLong, widestWord } from './names';

const SPARE_ROWS = 2;

function Tile({ item, colour, isFound }: { item: Item; colour: string; isFound: boolean }) {
  const name = foldable(item.name);
  const level = asksForEye(item);
  const kinds = isFound ? [] : kindsOf(item);
  const least = Math.min(item.price_minor, ...kinds.map((one) => one.price_minor));
  return (
    <button
      type="button"
      class={`tile ${isLong(name) ? 'long' : ''} ${level ? 'has-left' : ''} ${kinds.length > 0 ? 'has-kinds' : ''}`}
      style={{ '--stripe': colour, '--widest': widestWord(name) }}
      data-testid={`tile-${item.id}`}
      onClick={() => (isFound ? tapItem(item) : tapTile(item))}
    >
      <span class="tile-name">{name}</span>
      <span class="tile-foot">
        <span class="tile-price figures">
          {item.is_free_price && item.price_minor === 0 ? '…' : sayPrice(least, item.unit)}
          {kinds.length > 0 && ' …'}
        </span>
        {level ? (
          <TileLeft level={level} />
        ) : (
          <span class="tile-emoji" aria-hidden="true">
            {item.emoji}
          </span>
        )}
      </span>
    </button>
  );
}

/** `name` changes when another list is shown: then the view starts at its top. */
export function Tiles({ items, name }: { items: readonly Item[]; name: string }) {
  const box = useRef<HTMLDivElement>(null);
  const grid = useSignal<Grid>({ columns: 4, tilePx: 104, rowsInSight: 5 });
  const firstRow = useSignal(0);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const style = getComputedStyle(element);
      const width =
        element.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      // Of the whole side: tiles must not change their size under a finger because a strip came.
      const side = element.closest('.left');
      const height = (side?.clientHeight ?? element.clientHeight) - (side ? element.offsetTop : 0);
      const next = gridFor(width, height, name.startsWith('?') ? undefined : items.length);
      const now = grid.peek();
      const isSame =
        next.columns === now.columns && next.tilePx === now.tilePx && next.rowsInSight === now.rowsInSight;
      if (!isSame) grid.value = next;
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [grid, name, items.length]);

  useLayoutEffect(() => {
    box.current?.scrollTo(0, 0);
    firstRow.value = 0;
  }, [name, firstRow]);

  const { columns, tilePx, rowsInSight } = grid.value;
  const rowPx = tilePx + GAP_PX;
  const rows = Math.ceil(items.length / columns);
  const from = Math.max(0, Math.min(firstRow.value, rows - 1) - SPARE_ROWS);
  const shown = items.slice(from * columns, (firstRow.value + rowsInSight + SPARE_ROWS) * columns);
  return (
    <div
      class="tiles"
      ref={box}
      onScroll={(event) => {
        firstRow.value = Math.floor(event.currentTarget.scrollTop / rowPx);
      }}
    >
      <div class="tiles-all" style={{ height: `${rows * rowPx}px` }}>
        <div
          class="tiles-shown"
          style={{
            transform: `translateY(${from * rowPx}px)`,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            gridAutoRows: `${tilePx}px`,
            gap: `${GAP_PX}px`,
          }}
        >
          {shown.map((item) => (
            <Tile key={item.id} item={item} colour={item.colour} isFound={name.startsWith('?')} />
          ))}
        </div>
      </div>
    </div>
  );
}
