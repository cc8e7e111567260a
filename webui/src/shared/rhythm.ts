/**
 * The rhythm of the lamp on the box, for its twins on screens: when lit, when dark, and for how long.
 * Knows no colour and no element; the beats come from the box.
 */

/** Lit 1 or dark 0, and for how many milliseconds; the whole list repeats. */
export type Beat = readonly [number, number];

/** Whether the lamp is lit `at_ms` after its rhythm began, and how long it stays so. */
export function beatAt(rhythm: readonly Beat[], at_ms: number): { isLit: boolean; lasts_ms: number } {
  const round_ms = rhythm.reduce((sum, [, ms]) => sum + ms, 0);
  if (round_ms <= 0) return { isLit: true, lasts_ms: Number.POSITIVE_INFINITY };
  let rest_ms = at_ms % round_ms;
  for (const [level, ms] of rhythm) {
    if (rest_ms < ms) return { isLit: level === 1, lasts_ms: ms - rest_ms };
    rest_ms -= ms;
  }
  return { isLit: rhythm[0]?.[0] === 1, lasts_ms: 0 };
}

export const isSteady = (rhythm: readonly Beat[]): boolean => rhythm.every(([level]) => level === 1);

/**
 * Calls `show` at each change, until the function it returns is called. All twins of a page blink together,
 * because the page's own clock is the beginning of every rhythm. A steady lamp costs no timer.
 */
export function follow(rhythm: readonly Beat[], show: (isLit: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const step = () => {
    const { isLit, lasts_ms } = beatAt(rhythm, performance.now());
    show(isLit);
    timer = setTimeout(step, Math.ceil(lasts_ms));
  };
  if (isSteady(rhythm)) show(true);
  else step();
  return () => clearTimeout(timer);
}
