import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FeedEntry } from '../api/types';
import { act, raise, row } from './samples';
import { AlertStore } from './store';

let store: AlertStore;
beforeEach(() => (store = new AlertStore()));

const ids = (): string[] => store.all().map(alert => alert.alertId);
const only = () => store.all()[0];

describe('the feed', () => {
  it('puts the newest alert first, and of two at once the one with the higher position', () => {
    store.take([raise(1, 'a1'), raise(2, 'a2')]);
    store.take([raise(3, 'a3')]);

    expect(ids()).toEqual(['a3', 'a2', 'a1']);
    expect(store.position).toBe(3);
  });

  it('is told by the time that is shown, wherever a replay put an alert', () => {
    store.take([
      raise(1, 'a1', { at: '2026-03-03T12:00:00Z' }),
      raise(2, 'a2', { at: '2026-03-01T12:00:00.5Z' }),
      raise(3, 'a3', { at: '2026-03-01T12:00:00Z' }),
      raise(4, 'a4', { at: '2026-03-01T12:00:00Z' }),
    ]);

    expect(ids()).toEqual(['a1', 'a2', 'a4', 'a3']);
  });

  it('takes an entry that comes twice once, and tells of it once', () => {
    const heard = vi.fn<(entries: FeedEntry[]) => void>();
    store.onHeard(heard);
    store.take([raise(1, 'a1'), raise(2, 'a2')]);

    store.take([raise(1, 'a1'), raise(2, 'a2'), raise(3, 'a3')]);
    store.take([raise(3, 'a3')]);

    expect(ids()).toEqual(['a3', 'a2', 'a1']);
    expect(heard.mock.calls.map(([entries]) => entries.map(entry => entry.position))).toEqual([[1, 2], [3]]);
  });

  it('moves on over what is said of alerts that no list has brought yet', () => {
    store.take([act(7, 'older', 'claimed')]);

    expect(store.position).toBe(7);
    expect(store.knows('older')).toBe(false);
  });

  it('leads an alert through its life', () => {
    store.take([raise(1, 'a1'), act(2, 'a1', 'claimed'), act(3, 'a1', 'noted')]);
    expect(only()).toMatchObject({ status: 'claimed', claimedBy: 'ana', lastPosition: 3 });

    store.take([act(4, 'a1', 'released')]);
    expect(only()).toMatchObject({ status: 'open', claimedBy: null });

    store.take([act(5, 'a1', 'resolved', 'ben')]);
    expect(only()).toMatchObject({ status: 'resolved', claimedBy: 'ben', position: 1 });
  });

  it('begins again when the server has another feed, and says so', () => {
    const over = vi.fn();
    store.onStartOver(over);
    store.take([raise(9, 'a1')]);

    store.startOver();
    store.take([raise(1, 'b1')]);

    expect(ids()).toEqual(['b1']);
    expect(over).toHaveBeenCalledOnce();
  });
});

describe('a take-over', () => {
  it('is believed at once, and true or not by what the server says next', () => {
    store.take([raise(1, 'a1'), act(2, 'a1', 'claimed', 'ben')]);
    store.begin('a1', { act: 'take-over', agent: 'ana', from: 'ben' });
    expect(only()).toMatchObject({ claimedBy: 'ana', pending: true });

    store.merge([row(1, 'a1', { lastPosition: 2, status: 'claimed', claimedBy: 'ben' })]);
    expect(only()).toMatchObject({ claimedBy: 'ana', pending: true });
    store.merge([row(1, 'a1', { lastPosition: 3, status: 'claimed', claimedBy: 'cem' })]);
    expect(only()).toMatchObject({ claimedBy: 'cem', pending: false });
  });
});

describe('lists and feed together', () => {
  it('never go back to an older state, whichever comes first', () => {
    const newer = row(1, 'a1', { lastPosition: 3, status: 'resolved' });
    const steps = [
      () => store.merge([row(1, 'a1')]),
      () => store.merge([newer]),
      () => store.take([act(2, 'a1', 'claimed')]),
    ];

    for (const order of permutations(steps)) {
      store = new AlertStore();
      order.forEach(step => step());
      expect(only()).toMatchObject({ status: 'resolved', lastPosition: 3 });
    }
  });

  it('show an alert once that came by both', () => {
    store.take([raise(5, 'a1')]);
    store.merge([row(5, 'a1'), row(2, 'a0')]);

    expect(ids()).toEqual(['a1', 'a0']);
  });

  it('know only of the feed when an alert arrived', () => {
    store.merge([row(1, 'a1')]);
    store.take([raise(2, 'a2')]);

    expect(store.all().map(alert => alert.arrivedAt !== null)).toEqual([true, false]);
  });
});

describe('an act under way', () => {
  it('shows at once, marked', () => {
    store.merge([row(1, 'a1')]);
    store.begin('a1', { act: 'claim', agent: 'ana' });

    expect(only()).toMatchObject({ status: 'claimed', claimedBy: 'ana', pending: true });
  });

  it('is taken back when it fails', () => {
    store.merge([row(1, 'a1')]);
    store.begin('a1', { act: 'resolve', agent: 'ana', resolution: 'Refunded' });
    store.settle('a1');

    expect(only()).toMatchObject({ status: 'open', pending: false });
  });

  it('gives way to what the feed says of it, also where a colleague was faster', () => {
    store.merge([row(1, 'a1')]);
    store.begin('a1', { act: 'claim', agent: 'ana' });
    store.take([act(2, 'a1', 'claimed', 'ben')]);

    expect(only()).toMatchObject({ status: 'claimed', claimedBy: 'ben', pending: false });
  });

  it('outlasts a note, which decides nothing', () => {
    store.merge([row(1, 'a1')]);
    store.begin('a1', { act: 'claim', agent: 'ana' });
    store.take([act(2, 'a1', 'noted', 'ben')]);

    expect(store.isPending('a1')).toBe(true);
  });

  it('is settled by a list that already knows of it', () => {
    store.merge([row(1, 'a1')]);
    store.begin('a1', { act: 'claim', agent: 'ana' });
    store.merge([row(1, 'a1', { lastPosition: 2, status: 'claimed', claimedBy: 'ana' })]);

    expect(only()).toMatchObject({ status: 'claimed', pending: false });
  });
});

function permutations<T>(items: T[]): T[][] {
  return items.length < 2
    ? [items]
    : items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map(rest => [item, ...rest]));
}
