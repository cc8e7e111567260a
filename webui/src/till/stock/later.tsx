/** The Stock screen, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function StockLater() {
  const now = usePart();
  return now && <now.StockScreen />;
}
