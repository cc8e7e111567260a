/** What a sale asks for beside a tap: a price, a vessel, an empty bottle. Fetched when first wanted. */
import type { Signal } from '@preact/signals';
import type { Item } from '../api/shapes';
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function PriceLater({ item }: { item: Item }) {
  const now = usePart();
  return now && <now.PriceSheet key={item.id} item={item} />;
}

export function KindsLater({ item }: { item: Item }) {
  const now = usePart();
  return now && <now.KindsSheet key={item.id} item={item} />;
}

export function EmptiesLater() {
  const now = usePart();
  return now && <now.EmptiesSheet />;
}

type Tare = { tare: Signal<number>; isOpen: Signal<boolean> };

export function TareKeyLater(tare: Tare) {
  const now = usePart();
  return now && <now.TareKey {...tare} />;
}

export function TareChoiceLater(tare: Tare & { own: number | null }) {
  const now = usePart();
  return now && <now.TareChoice {...tare} />;
}
