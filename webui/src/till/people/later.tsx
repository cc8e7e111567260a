/** People: their screen and the approval, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function PeopleLater() {
  const now = usePart();
  return now && <now.PeopleScreen />;
}

export function ApprovalLater() {
  const now = usePart();
  return now && <now.ApprovalSheet />;
}

/** Asks who is there when nobody touched the till for a while. */
export function GuardLater() {
  const now = usePart();
  return now && <now.Guard />;
}
