/** Empties that come back: one tap each, the money for them goes out. Stays open, as bottles come by the crate. */
import type { Item } from '../api/shapes';
import { takeEmpty } from '../deeds';
import { Amount, SheetFrame } from '../parts';
import { catalogue } from '../state';
import { tell } from './tell';

/** Every kind of empty once: items made for returning, and deposits that have none. */
export function emptiesOf(items: readonly Item[]): Item[] {
  const deposits = items.filter((item) => item.kind === 'deposit');
  const back = deposits.filter((item) => item.price_minor < 0);
  const isTwin = (one: Item, other: Item) =>
    one.price_minor === -other.price_minor && one.tax_code === other.tax_code;
  const out = deposits.filter((one) => one.price_minor > 0 && !back.some((other) => isTwin(one, other)));
  return [...back, ...out];
}

export function EmptiesSheet() {
  return (
    <SheetFrame name="empties" title={tell('empties')}>
      {emptiesOf(catalogue.value?.items ?? []).map((item) => (
        <button
          key={item.id}
          type="button"
          class="key empty-key"
          data-testid={`empty-${item.id}`}
          onClick={() => takeEmpty(item)}
        >
          <i aria-hidden="true">{item.emoji || '♻️'}</i>
          <span>{item.name}</span>
          <Amount minor={-Math.abs(item.price_minor)} />
        </button>
      ))}
    </SheetFrame>
  );
}
