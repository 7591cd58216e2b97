import { expect, it } from 'vitest';
import { retryDelay } from './retry';

it('doubles from half a second up to half a minute', () =>
  expect([0, 1, 2, 5, 6, 7, 1_000].map(attempt => retryDelay(attempt, 1))).toEqual([
    500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000,
  ]));

it('is by half a matter of chance, so that pages do not knock together', () => {
  expect(retryDelay(3, 0)).toBe(2_000);
  expect(retryDelay(3, 1)).toBe(4_000);
});
