/**
 * When nobody is at the till: counted on this page's own monotonic clock, which no setting of the time moves.
 * Knows no screen; somebody who pays is never sent away.
 */

export type Idle = {
  /** The last touch, key or change of the ticket, and now: `performance.now()`. */
  touchedMs: number;
  nowMs: number;
  /** 0: never. */
  afterMin: number;
  isPaying: boolean;
};

export const isLeftAlone = ({ touchedMs, nowMs, afterMin, isPaying }: Idle): boolean =>
  afterMin > 0 && !isPaying && nowMs - touchedMs >= afterMin * 60_000;

/** `4:05`; what is left of a wait. */
export const asMinutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
