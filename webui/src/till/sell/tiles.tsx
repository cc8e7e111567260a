/** Tiles of any number: only the rows in sight are in the page, so 5,000 items cost what 30 do. */
import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Item } from '../api/shapes';
import { tapItem } from '../deeds';
import { sayPrice } from '../words';
import { foldable, isLong, widestWord } from './names';

const GAP_PX = 8;
/** On a wide screen the same goods get more room each. */
const WIDE_FROM_PX = 760;
const NORMAL = { width: 112, height: 116 };
const WIDE = { width: 168, height: 160 };
const SPARE_ROWS = 2;

function Tile({ item, colour }: { item: Item; colour: string }) {
  const name = foldable(item.name);
  return (
    <button
      type="button"
      class={`tile ${isLong(name) ? 'long' : ''}`}
      style={{ '--stripe': colour, '--widest': widestWord(name) }}
      data-testid={`tile-${item.id}`}
      onClick={() => tapItem(item)}
    >
      <span class="tile-name">{name}</span>
      <span class="tile-foot">
        <span class="tile-price figures">{sayPrice(item.price_minor, item.unit)}</span>
        <span class="tile-emoji" aria-hidden="true">
          {item.emoji}
        </span>
      </span>
    </button>
  );
}

/** `name` changes when another list is shown: then the view starts at its top. */
export function Tiles({ items, name }: { items: readonly Item[]; name: string }) {
  const box = useRef<HTMLDivElement>(null);
  const columns = useSignal(4);
  const tileHeight = useSignal(NORMAL.height);
  const rowsInSight = useSignal(5);
  const firstRow = useSignal(0);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const style = getComputedStyle(element);
      const width =
        element.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight);
      const least = width >= WIDE_FROM_PX ? WIDE : NORMAL;
      tileHeight.value = least.height;
      columns.value = Math.max(2, Math.floor((width + GAP_PX) / (least.width + GAP_PX)));
      rowsInSight.value = Math.ceil(element.clientHeight / (least.height + GAP_PX)) + 1;
    };
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, [columns, rowsInSight, tileHeight]);

  useLayoutEffect(() => {
    box.current?.scrollTo(0, 0);
    firstRow.value = 0;
  }, [name, firstRow]);

  const rowPx = tileHeight.value + GAP_PX;
  const rows = Math.ceil(items.length / columns.value);
  const from = Math.max(0, Math.min(firstRow.value, rows - 1) - SPARE_ROWS);
  const shown = items.slice(
    from * columns.value,
    (firstRow.value + rowsInSight.value + SPARE_ROWS) * columns.value,
  );
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
            gridTemplateColumns: `repeat(${columns.value}, minmax(0, 1fr))`,
            gridAutoRows: `${tileHeight.value}px`,
            gap: `${GAP_PX}px`,
          }}
        >
          {shown.map((item) => (
            <Tile key={item.id} item={item} colour={item.colour} />
          ))}
        </div>
      </div>
    </div>
  );
}
