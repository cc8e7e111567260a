/** What comes in parts of its own, fetched from the box when first wanted: the first tile waits for none of it. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

const AGAIN_AFTER_MS = 2000;

/** A part that is fetched once; while the till is away it is asked for again. */
export function later<Part>(load: () => Promise<Part>) {
  const part = signal<Part | null>(null);
  let isAsked = false;

  function fetch(): void {
    if (isAsked) return;
    isAsked = true;
    load().then(
      (now) => {
        part.value = now;
      },
      () => {
        setTimeout(() => {
          isAsked = false;
          fetch();
        }, AGAIN_AFTER_MS);
      },
    );
  }

  /** The part, or nothing as long as it is on its way; asks for it. */
  function usePart(): Part | null {
    useEffect(fetch, []);
    return part.value;
  }

  return { fetch, usePart };
}
