import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../api/types';
import { money, plural } from './amounts';
import { shortId } from './ids';
import { factSentence, headline } from './sentences';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('amounts', () => {
  it('are in the units that their currency has', () => {
    expect(money({ amount: 18990, currency: 'BRL' })).toBe('R$189.90');
    expect(money({ amount: 500, currency: 'JPY' })).toBe('¥500');
  });

  it('of no known currency say that they are minor units', () =>
    expect(money({ amount: 1200, currency: '??' })).toBe('1,200 minor units of ??'));

  it('are counted in one or many', () => {
    expect(plural(1, 'alert', 'alerts')).toBe('1 alert');
    expect(plural(1191, 'alert', 'alerts')).toBe('1,191 alerts');
  });
});

describe('ids', () => {
  it('are cut only where they are long', () => {
    expect(shortId('order-2026-000001')).toBe('order-2026-000001');
    expect(shortId('69d126e78947276280838ee9361f5505')).toBe('69d126e7…');
  });
});

describe('a timeline', () => {
  const event = (type: string, data: Record<string, string | number>): TimelineEntry => ({
    version: 1,
    at: '2026-03-01T12:00:00Z',
    kind: 'event',
    event: { source: 'shop', id: 'e-1', type, occurredAt: '2026-03-01T12:00:00Z' },
    revision: 1,
    input: { data },
    facts: [],
  });

  it('tells a review with its words, and that it is bad', () =>
    expect(headline(event('review.submitted', { orderId: 'o-1', rating: 1, text: 'Broken.' }))).toEqual({
      text: 'Reviewed order o-1: 1 of 5',
      words: 'Broken.',
      tone: 'bad',
    }));

  it('tells an event that it does not know by its name', () =>
    expect(headline(event('custom.tea-time', {})).text).toBe('Event custom.tea-time'));

  it('says why a message was held back', () =>
    expect(
      factSentence({ fact: 'message-withheld', template: 'ask', reason: 'No consent.', entry: 'review:1' }, now),
    ).toEqual({ text: 'Message ask was held back', why: 'No consent, journey review', tone: 'warn' }));

  it('tells a fact that it does not know by its name', () =>
    expect(factSentence({ fact: 'moon-rose' }, now).text).toBe('moon rose'));
});
