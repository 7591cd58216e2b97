import type { AlertRow, FeedEntry, FeedItem, Raised } from '../api/types';
import { AlertStore, type ShownAlert } from './store';

// Alerts and feeds for tests.

const noon = '2026-03-01T12:00:00Z';

export function raisedAlert(alertId: string, more: Partial<Raised> = {}): Raised {
  const usual = { title: 'Low rating', reason: 'Rated 1 of 5.', rule: 'low-rating/tell', severity: 'high' as const };
  return { alertId, at: noon, ...usual, ...more };
}

export function raise(position: number, alertId: string, more: Partial<Raised> = {}): FeedEntry {
  return { position, customerId: 'c-1', item: { kind: 'raised', ...raisedAlert(alertId, more) } };
}

type ActItem = Exclude<FeedItem, { kind: 'raised' }>;

export function act(position: number, alertId: string, kind: ActItem['kind'], agent = 'ana'): FeedEntry {
  const base = { alertId, at: noon, agent };
  const item: FeedItem = kind === 'noted' ? { kind, ...base, text: 'called' } : { kind, ...base };
  return { position, customerId: 'c-1', item };
}

export function row(position: number, alertId: string, more: Partial<AlertRow> = {}): AlertRow {
  const usual = { lastPosition: position, customerId: 'c-1', status: 'open' as const };
  return { alertId, position, ...usual, raised: raisedAlert(alertId), ...more };
}

export function shown(more: Partial<AlertRow> = {}, raised: Partial<Raised> = {}): ShownAlert {
  const store = new AlertStore();
  store.merge([row(1, 'a1', { ...more, raised: raisedAlert('a1', raised) })]);
  const [alert] = store.all();
  if (alert === undefined) {
    throw new Error('The store lost the only alert it had.');
  }

  return alert;
}
