/** What this screen remembers by itself. A kiosk without storage forgets, and works all the same. */

const PREFIX = 'tillbox.';

export function remembered(name: string): string | null {
  try {
    return window.localStorage?.getItem(PREFIX + name) ?? null;
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    window.localStorage?.setItem(PREFIX + name, value);
  } catch {
    // Storage is off or full: the choice holds until the page is loaded again.
  }
}
