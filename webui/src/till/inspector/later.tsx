/** The inspector's sheet, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function InspectorLater() {
  const now = usePart();
  return now && <now.InspectorSheet />;
}
