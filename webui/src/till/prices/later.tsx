/** The price lists, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function PriceListsLater({ onBack }: { onBack: () => void }) {
  const now = usePart();
  return now && <now.PriceLists onBack={onBack} />;
}
