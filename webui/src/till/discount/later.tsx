/** The discount sheet, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function DiscountLater({ lineId }: { lineId: string | null }) {
  const now = usePart();
  return now && <now.DiscountSheet lineId={lineId} />;
}
