import { describe, expect, it } from 'vitest';
import { belongs, everyOpen, mentions, severities } from './filter';
import { shown } from './samples';

describe('a list', () => {
  it('holds alerts of its status', () => {
    const claimed = shown({ status: 'claimed', claimedBy: 'ben' });

    expect(belongs(claimed, { ...everyOpen, show: 'taken' }, 'ana')).toBe(true);
    expect(belongs(claimed, everyOpen, 'ana')).toBe(false);
    expect(belongs(claimed, { ...everyOpen, show: 'resolved' }, 'ana')).toBe(false);
  });

  it('of one’s own holds only what one has claimed', () => {
    const mine = { ...everyOpen, show: 'mine' as const };

    expect(belongs(shown({ status: 'claimed', claimedBy: 'ana' }), mine, 'ana')).toBe(true);
    expect(belongs(shown({ status: 'claimed', claimedBy: 'ben' }), mine, 'ana')).toBe(false);
  });

  it.each(severities)('from %s holds that severity and those above', least => {
    const held = severities.filter(severity =>
      belongs(shown({}, { severity }), { ...everyOpen, atLeast: least }, 'ana'),
    );

    expect(held).toEqual(severities.slice(severities.indexOf(least)));
  });
});

describe('a search', () => {
  const alert = shown(
    { customerId: 'c-77', claimedBy: 'Zoë' },
    { customerName: 'João Müller', orderId: 'Order-9', quote: 'Não recebi o PRODUTO', title: 'Low rating' },
  );

  it.each(['joao', 'JOÃO', 'müller', 'muller', 'order-9', 'produto', 'nao recebi', 'C-77', 'zoe', 'low', ' rated '])(
    'finds “%s” whatever the case and the accents',
    words => expect(mentions(alert, words)).toBe(true),
  );

  it('does not find what nobody said', () => expect(mentions(alert, 'refund')).toBe(false));

  it('of nothing but blanks finds everything', () => expect(mentions(alert, '  ')).toBe(true));

  it('takes signs for what they are, not for a pattern', () => {
    expect(mentions(shown({}, { quote: 'a.c' }), 'abc')).toBe(false);
    expect(mentions(shown({}, { quote: '50% (really)' }), '% (')).toBe(true);
  });
});
