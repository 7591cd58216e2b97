import { describe, expect, it } from 'vitest';
import { everyLetter, queryOf } from './many';

const now = Date.parse('2026-03-09T12:00:00Z');

describe('which dead letters are asked for', () => {
  it('says nothing of what does not narrow them', () => expect(queryOf(everyLetter, now)).toEqual({}));

  it('counts ages from now, in either direction', () => {
    expect(queryOf({ ...everyLetter, hours: 24 }, now)).toEqual({ givenUpFrom: '2026-03-08T12:00:00.000Z' });
    expect(queryOf({ ...everyLetter, hours: -24 }, now)).toEqual({ givenUpUntil: '2026-03-08T12:00:00.000Z' });
  });

  it('leaves blanks out', () =>
    expect(queryOf({ ...everyLetter, channel: 'email', reason: ' 554 ', template: ' ' }, now)).toEqual({
      channel: 'email',
      reason: '554',
    }));
});
