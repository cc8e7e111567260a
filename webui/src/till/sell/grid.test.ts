import { expect, test } from 'vitest';
import { GAP_PX, gridFor } from './grid';

test.each([
  [400, 360],
  [584, 472],
  [366, 451],
  [792, 660],
])('in %i x %i px the row below the last whole one looks in', (width, height) => {
  const { tilePx, rowsInSight } = gridFor(width, height);
  const peek = height - (rowsInSight - 1) * (tilePx + GAP_PX);
  expect(peek).toBeGreaterThanOrEqual(16);
  expect(peek).toBeLessThan(40);
  expect(tilePx).toBeGreaterThanOrEqual(104);
});

test('few goods share the height of a wide screen', () => {
  expect(gridFor(792, 656, 10).tilePx).toBe(201);
  expect(gridFor(792, 656, 16).tilePx).toBe(156);
  expect(gridFor(792, 656, 17).tilePx).toBe(gridFor(792, 656).tilePx);
});

test('a tile is never smaller than a glove, however low the place', () => {
  expect(gridFor(400, 60)).toEqual({ columns: 3, tilePx: 104, rowsInSight: 2 });
});
