/** The refund sheet, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function RefundLater({ number }: { number: string }) {
  const now = usePart();
  return now && <now.RefundSheet key={number} number={number} />;
}
