/** What this browser remembers by itself: the language. Without storage it forgets, and works all the same. */

const PREFIX = 'tillbox.office.';

export function remembered(name: string): string | null {
  try {
    return globalThis.localStorage?.getItem(PREFIX + name) ?? null;
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    globalThis.localStorage?.setItem(PREFIX + name, value);
  } catch {
    // Storage is off or full: the choice holds until the page is loaded again.
  }
}
