/** The sheets about the back office, fetched a moment after the start: they open even while the till is away. */
import { later } from '../later';

const { fetch, usePart } = later(() => import('./part'));

export { fetch as fetchPart };

export function StatusLater() {
  const now = usePart();
  return now && <now.StatusSheet />;
}

export function OfflineLater() {
  const now = usePart();
  return now && <now.OfflineSheet />;
}

export function ConnectLater() {
  const now = usePart();
  return now && <now.Connect />;
}

export function StickLater() {
  const now = usePart();
  return now && <now.StickSheet />;
}

export function LeaveLater() {
  const now = usePart();
  return now && <now.LeaveSheet />;
}
