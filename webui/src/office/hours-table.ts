/** Hours as a table that spreadsheets read: one row a stint. Text that a spreadsheet would compute is made harmless. */
import type { Stint } from './api/shapes';

const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
};

/** Local time at the stall: `2026-11-22 08:00`. */
const localTime = (utc: string, offsetMin: number): string =>
  new Date(Date.parse(utc) + offsetMin * 60_000).toISOString().slice(0, 16).replace('T', ' ');

export function hoursTable(head: readonly string[], stints: readonly Stint[]): string {
  const rows = stints.map((one) => [
    one.day,
    one.stall,
    one.name ?? one.staff_id,
    localTime(one.came_utc, one.offset_min),
    one.went_utc === null ? '' : localTime(one.went_utc, one.offset_min),
    one.minutes === null ? '' : String(one.minutes),
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** `4:05` hours. */
export const asHours = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
