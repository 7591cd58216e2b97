import { describe, expect, it } from 'vitest';
import { ago, briefAgo, clockIn, wallTime, when, whenWithYear } from './time';

const now = Date.parse('2026-03-01T12:00:00Z');
const at = (seconds: number): number => now + seconds * 1000;
const minute = 60;
const hour = 3_600;
const day = 86_400;

describe('how long ago', () => {
  it.each([
    [0, 'just now', 'now'],
    [-59, 'just now', 'now'],
    [-minute, '1 minute ago', '1 min'],
    [-59 * minute, '59 minutes ago', '59 min'],
    [-hour, '1 hour ago', '1 h'],
    [-day, 'yesterday', '1 d'],
    [-8 * day, 'last week', '8 d'],
    [-400 * day, 'last year', '1 y'],
  ])('%i seconds', (seconds, words, brief) => {
    expect(ago(at(seconds), now)).toBe(words);
    expect(briefAgo(at(seconds), now)).toBe(brief);
  });

  it('also tells what is to come', () => {
    expect(ago(at(30), now)).toBe('in a moment');
    expect(ago(at(2 * hour), now)).toBe('in 2 hours');
    expect(briefAgo(at(11 * hour), now)).toBe('in 11 h');
    expect(briefAgo(at(30), now)).toBe('now');
  });

  it('forgives a clock that is a little ahead', () => expect(ago(at(4), now)).toBe('just now'));
});

describe('when', () => {
  it('is told by the agent’s own clock', () => expect(when('2026-03-01T12:00:00Z', now)).toBe('1 Mar, 13:00'));

  it('names the year where it is another one', () => {
    expect(when('2025-12-31T22:59:00Z', now)).toBe('31 Dec 2025, 23:59');
    expect(when('2025-12-31T23:30:00Z', now)).toBe('1 Jan, 00:30');
  });

  it('names the year always where it must not be guessed', () =>
    expect(whenWithYear(now)).toBe('1 Mar 2026, 13:00'));
});

describe('the clock at the customer’s', () => {
  it('knows whether it is night there', () => {
    expect(clockIn('America/Recife', now)).toEqual({ time: '09:00', day: 'Sun', night: false });
    expect(clockIn('Asia/Tokyo', now)).toEqual({ time: '21:00', day: 'Sun', night: true });
  });

  it('follows the change to summer time', () => {
    expect(clockIn('Europe/London', Date.parse('2026-03-29T00:59:00Z'))?.time).toBe('00:59');
    expect(clockIn('Europe/London', Date.parse('2026-03-29T01:00:00Z'))?.time).toBe('02:00');
  });

  it('is not made up for a zone nobody knows', () => {
    expect(clockIn('Mars/Olympus', now)).toBeNull();
    expect(wallTime(now, 'Mars/Olympus')).toBeNull();
  });

  it('is left out where it shows what the agent’s shows', () => expect(wallTime(now, 'Europe/Paris')).toBeNull());

  it('names the day where it is another one', () => {
    expect(wallTime(now, 'America/Recife')).toBe('09:00');
    expect(wallTime('2026-03-01T20:00:00Z', 'Asia/Tokyo')).toBe('Mon 05:00');
  });
});
