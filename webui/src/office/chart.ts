/** Where the bars of the day stand: pure figures, no drawing. */
import type { Hour } from './api/shapes';

export type Bar = {
  hour: number;
  x: number;
  width: number;
  height: number;
  lastHeight: number;
  isPast: boolean;
  isNow: boolean;
  minor: number;
  lastMinor: number;
};

/** At least these hours stand on the axis, so that a quiet morning does not draw one broad bar. */
const FEWEST_HOURS = 6;

/** The hours from the first to the last with sales on either day, without gaps. */
export function shownHours(hours: readonly Hour[], nowHour: number): Hour[] {
  const used = hours
    .filter((one) => one.total_minor !== 0 || (one.last_week_minor ?? 0) !== 0)
    .map((one) => one.hour);
  if (used.length === 0) return [];
  let first = Math.min(...used, nowHour);
  let last = Math.max(...used, nowHour);
  while (last - first + 1 < FEWEST_HOURS && (first > 0 || last < 23)) {
    if (last < 23) last += 1;
    else first -= 1;
  }
  const known = new Map(hours.map((one) => [one.hour, one]));
  return Array.from({ length: last - first + 1 }, (_, at) => {
    const hour = first + at;
    return known.get(hour) ?? { hour, total_minor: 0, sales: 0, last_week_minor: 0 };
  });
}

/** Bars in a field `width` by `height`; the tallest amount of either day fills it. */
export function bars(hours: readonly Hour[], nowHour: number, width: number, height: number): Bar[] {
  const tallest = Math.max(1, ...hours.map((one) => Math.max(one.total_minor, one.last_week_minor ?? 0)));
  const step = hours.length ? width / hours.length : width;
  const gap = Math.min(14, Math.max(3, step * 0.16));
  const high = (minor: number) => (minor <= 0 ? 0 : Math.max(2, (height * minor) / tallest));
  return hours.map((one, at) => ({
    hour: one.hour,
    x: at * step + gap / 2,
    width: step - gap,
    height: high(one.total_minor),
    lastHeight: high(one.last_week_minor ?? 0),
    isPast: one.hour < nowHour,
    isNow: one.hour === nowHour,
    minor: one.total_minor,
    lastMinor: one.last_week_minor ?? 0,
  }));
}

/** A figure short enough to stand on a bar: `284`, `1.2k`; the exact amount is in the row for readers. */
export function shortAmount(minor: number, exponent: number, language: string): string {
  const whole = Math.round(minor / 10 ** exponent);
  const isLong = Math.abs(whole) >= 10_000;
  const format = new Intl.NumberFormat(
    language,
    isLong ? { notation: 'compact', maximumSignificantDigits: 3 } : {},
  );
  return format.format(whole);
}
