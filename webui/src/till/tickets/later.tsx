/** The parked tickets, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function TicketsLater() {
  const now = usePart();
  return now && <now.TicketsSheet />;
}
