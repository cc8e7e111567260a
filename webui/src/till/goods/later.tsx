/** The Goods screen, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function GoodsLater() {
  const now = usePart();
  return now && <now.GoodsScreen />;
}
