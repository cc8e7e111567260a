import { expect, test } from 'vitest';
import type { Stint } from './api/shapes';
import { asHours, hoursTable } from './hours-table';

const STINT: Stint = {
  box_id: 'm-b',
  stall: 'Hall, north',
  staff_id: 'staff-1',
  name: '=SUM(A1)',
  day: '2026-11-22',
  came_utc: '2026-11-22T07:00:00.000Z',
  went_utc: '2026-11-22T11:15:00.000Z',
  offset_min: 60,
  minutes: 255,
};

test('a stint is a row in local time, and nothing in it is computed by a spreadsheet', () => {
  expect(hoursTable(['day', 'stall'], [STINT])).toBe(
    'day,stall\r\n2026-11-22,"Hall, north",\'=SUM(A1),2026-11-22 08:00,2026-11-22 12:15,255\r\n',
  );
});

test('who is forgotten or still there leaves cells empty', () => {
  const open = { ...STINT, stall: 'Hall', name: null, went_utc: null, minutes: null };
  expect(hoursTable([], [open])).toBe('\r\n2026-11-22,Hall,staff-1,2026-11-22 08:00,,\r\n');
});

test('hours are told in hours and minutes', () => {
  expect([asHours(0), asHours(65), asHours(6000)]).toEqual(['0:00', '1:05', '100:00']);
});
