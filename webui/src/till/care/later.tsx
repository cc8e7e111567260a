/** The page "Box check", fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function CareLater() {
  const now = usePart();
  return now && <now.CareScreen />;
}
