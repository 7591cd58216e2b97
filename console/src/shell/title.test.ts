import { expect, it } from 'vitest';
import { titleOf } from './title';

const quiet = { place: 'Alerts', open: null, unseen: 0, offline: false };

it('names the place', () => expect(titleOf(quiet)).toBe('Alerts · Engagement'));

it('says how many are open', () => expect(titleOf({ ...quiet, open: '200+' })).toBe('(200+) Alerts · Engagement'));

it('says first what came in while nobody looked', () =>
  expect(titleOf({ ...quiet, open: '17', unseen: 3 })).toBe('(3 new) Alerts · Engagement'));

it('does not pretend to be live', () =>
  expect(titleOf({ ...quiet, open: '17', offline: true })).toBe('Offline · (17) Alerts · Engagement'));
