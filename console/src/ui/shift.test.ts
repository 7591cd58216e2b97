import { expect, it } from 'vitest';
import { shift } from './shift';

it('is how many rows came in above', () => expect(shift(['a', 'b', 'c'], ['x', 'y', 'a', 'b', 'c'], 1)).toBe(2));

it('is negative where rows above went away', () => expect(shift(['a', 'b', 'c'], ['b', 'c'], 1)).toBe(-1));

it('goes by the next row when the first one in sight is gone', () =>
  expect(shift(['a', 'b', 'c'], ['x', 'a', 'c'], 1)).toBe(0));

it('is nothing when no row is left', () => expect(shift(['a'], ['x', 'y'], 0)).toBe(0));
