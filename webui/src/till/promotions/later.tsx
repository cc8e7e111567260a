/** The promotions, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function PromotionsLater({ onBack }: { onBack: () => void }) {
  const now = usePart();
  return now && <now.Promotions onBack={onBack} />;
}
