/**
 * The sheets about the back office come in a part of their own, fetched from the box when first wanted or a moment
 * after the start, so that they open even while the till is away and the first tile is not kept waiting.
 */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

type Part = typeof import('./part');
const part = signal<Part | null>(null);

export function fetchPart(): void {
  if (part.peek()) return;
  import('./part').then(
    (now) => {
      part.value = now;
    },
    () => setTimeout(fetchPart, 2000), // the till is away: the part comes when it is back
  );
}

function usePart(): Part | null {
  useEffect(fetchPart, []);
  return part.value;
}

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
