import { describe, expect, it } from 'vitest';
import { offers, whyNot } from './offers';
import { shown } from './samples';

const mine = shown({ status: 'claimed', claimedBy: 'ana' });
const theirs = shown({ status: 'claimed', claimedBy: 'ben' });

describe('what is offered', () => {
  it.each([
    ['an open alert', shown(), ['claim', 'resolve', 'note']],
    ['one of their own', mine, ['release', 'resolve', 'note']],
    ['a colleague’s', theirs, ['takeOver', 'note']],
    ['a resolved one', shown({ status: 'resolved', claimedBy: 'ana' }), []],
  ])('for %s', (_, alert, expected) => expect([...offers(alert, 'ana')]).toEqual(expected));

  it('is never silent about the rest', () => {
    expect(whyNot('resolve', theirs, 'ana')).toBe('ben has this alert. Press c to take it over first.');
    expect(whyNot('claim', mine, 'ana')).toBe('You have this alert already.');
    expect(whyNot('release', shown(), 'ana')).toBe('Nobody has this alert. Press c to claim it.');
    expect(whyNot('note', shown({ status: 'resolved' }), 'ana')).toContain('resolved');
  });
});
