/** The screen of the day, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function DayLater() {
  const now = usePart();
  return now && <now.DayScreen />;
}
