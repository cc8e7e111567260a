/** Paying in other ways, fetched when first wanted. */
import { later } from '../later';

const { usePart } = later(() => import('./part'));

export function TenderLater() {
  const now = usePart();
  return now && <now.Tender />;
}

export function PaySettingsLater() {
  const now = usePart();
  return now && <now.PaySettings />;
}
