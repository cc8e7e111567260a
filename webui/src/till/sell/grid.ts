/** How many tiles fit, and how large they are: pure numbers, so that every screen size can be tried without one. */

export const GAP_PX = 8;
/** On a wide screen the same goods get more room each. */
const WIDE_FROM_PX = 760;
const NORMAL = { width: 112, height: 104 };
const WIDE = { width: 168, height: 144 };
/** Below the last whole row the next one looks in, cut through its names: so one sees that there is more. */
const PEEK_PX = 20;

export type Grid = { columns: number; tilePx: number; rowsInSight: number };

/**
 * As many whole rows as fit, and the peek; tiles grow into what is left over. Where a wide screen has room for
 * all `count` goods, they share its height up to a limit rather than leave it empty.
 */
export function gridFor(widthPx: number, heightPx: number, count = Number.POSITIVE_INFINITY): Grid {
  const least = widthPx >= WIDE_FROM_PX ? WIDE : NORMAL;
  const columns = Math.max(2, Math.floor((widthPx + GAP_PX) / (least.width + GAP_PX)));
  const whole = Math.max(1, Math.floor((heightPx - PEEK_PX) / (least.height + GAP_PX)));
  const rows = Math.max(1, Math.ceil(count / columns));
  if (least === WIDE && rows <= whole) {
    const shared = Math.floor(heightPx / rows) - GAP_PX;
    return { columns, tilePx: Math.min(shared, Math.floor(1.4 * least.height)), rowsInSight: whole + 1 };
  }
  const tilePx = Math.floor((heightPx - PEEK_PX) / whole) - GAP_PX;
  return {
    columns,
    tilePx: Math.max(least.height, Math.min(tilePx, 2 * least.height)),
    rowsInSight: whole + 1,
  };
}
