/** The Devices screen, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function DevicesLater() {
  const now = usePart();
  return now && <now.DevicesScreen />;
}
