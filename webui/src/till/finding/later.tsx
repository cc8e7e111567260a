/** Finding receipts, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function FindLater({ onClose }: { onClose: () => void }) {
  const now = usePart();
  return now ? <now.Find onClose={onClose} /> : <section class="receipt-list" />;
}
