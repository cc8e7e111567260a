/** The sizes and kinds behind one tile, the item of the tile first. One tap sells one, and the tiles are back. */
import type { Item } from '../api/shapes';
import { tapItem } from '../deeds';
import { SheetFrame } from '../parts';
import { asksForEye, TileLeft } from '../sell/left';
import { kindsOf, sheet } from '../state';
import { sayPrice } from '../words';

export function KindsSheet({ item }: { item: Item }) {
  const sell = (one: Item) => {
    sheet.value = null;
    tapItem(one);
  };
  return (
    <SheetFrame
      name="kinds"
      title={
        <>
          {item.emoji} {item.name}
        </>
      }
    >
      {[item, ...kindsOf(item)].map((one) => {
        const level = asksForEye(one);
        return (
          <button
            key={one.id}
            type="button"
            class="key kind-key"
            style={{ '--stripe': one.colour }}
            data-testid={`kind-${one.id}`}
            onClick={() => sell(one)}
          >
            <b>{one.name}</b>
            {level && <TileLeft level={level} />}
            <span class="figures">
              {one.is_free_price && one.price_minor === 0 ? '…' : sayPrice(one.price_minor, one.unit)}
            </span>
          </button>
        );
      })}
    </SheetFrame>
  );
}
