import type { AlertRow, FeedEntry, Raised } from '../api/types';
import type { FeedSink } from '../feed/connection';

/** What an agent has asked for and the feed has not confirmed yet. */
export interface PendingAct {
  act: 'claim' | 'take-over' | 'release' | 'resolve';
  agent: string;
  /** Who had it, when it is taken over. */
  from?: string;
  resolution?: string | undefined;
}

/** An alert as it is shown: as the server told it, with what is still under way laid over it. */
export type ShownAlert = AlertRow & { pending: boolean; arrivedAt: number | null };

type Heard = (entries: FeedEntry[]) => void;

/**
 * The alerts the page knows. Pages of lists and entries of the feed come in any order; the higher position wins, so
 * nothing ever goes back to an older state.
 */
export class AlertStore implements FeedSink {
  position = 0;
  #rows = new Map<string, AlertRow>();
  #pending = new Map<string, PendingAct>();
  #arrivals = new Map<string, number>();
  #snapshot: ShownAlert[] | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #heard = new Set<Heard>();
  readonly #overs = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Tells of entries as they come in, after they were taken. */
  readonly onHeard = (heard: Heard): (() => void) => {
    this.#heard.add(heard);
    return () => this.#heard.delete(heard);
  };

  /** Tells when all that was known was dropped. */
  readonly onStartOver = (over: () => void): (() => void) => {
    this.#overs.add(over);
    return () => this.#overs.delete(over);
  };

  /** Every alert known, newest first by the time that is shown with it. */
  readonly all = (): ShownAlert[] =>
    (this.#snapshot ??= [...this.#rows.values()]
      .sort((one, other) => raisedAt(other.raised) - raisedAt(one.raised) || other.position - one.position)
      .map(row => this.#shown(row)));

  /** Takes rows of a list. */
  merge(rows: AlertRow[]): void {
    for (const row of rows) {
      const known = this.#rows.get(row.alertId);
      if (known === undefined || known.lastPosition <= row.lastPosition) {
        this.#rows.set(row.alertId, row);
        this.#confirm(row);
      }
    }

    this.#changed();
  }

  take(entries: FeedEntry[]): void {
    const news = entries.filter(entry => entry.position > this.position);
    for (const entry of news) {
      this.position = entry.position;
      this.#apply(entry);
    }

    if (news.length > 0) {
      this.#changed();
      this.#heard.forEach(heard => heard(news));
    }
  }

  startOver(): void {
    this.position = 0;
    this.#rows.clear();
    this.#pending.clear();
    this.#changed();
    this.#overs.forEach(over => over());
  }

  knows(alertId: string): boolean {
    return this.#rows.has(alertId);
  }

  begin(alertId: string, act: PendingAct): void {
    this.#pending.set(alertId, act);
    this.#changed();
  }

  /** Drops what was laid over the alert: it failed, or it took too long to be believed. */
  settle(alertId: string): void {
    if (this.#pending.delete(alertId)) {
      this.#changed();
    }
  }

  isPending(alertId: string): boolean {
    return this.#pending.has(alertId);
  }

  #apply({ position, customerId, item }: FeedEntry): void {
    const row = this.#rows.get(item.alertId);
    if (row === undefined) {
      if (item.kind === 'raised') {
        const { alertId } = item;
        const here = { position, lastPosition: position, customerId };
        this.#rows.set(alertId, { alertId, ...here, status: 'open', raised: item });
        this.#arrivals.set(item.alertId, Date.now());
      }

      return;
    }

    if (position <= row.lastPosition) {
      return;
    }

    const next = { ...advanced(row, item), lastPosition: position };
    this.#rows.set(item.alertId, next);
    if (item.kind !== 'noted') {
      this.#pending.delete(item.alertId);
    }
  }

  #confirm(row: AlertRow): void {
    const pending = this.#pending.get(row.alertId);
    const done =
      (pending?.act === 'claim' && row.status !== 'open') ||
      (pending?.act === 'take-over' && row.claimedBy !== pending.from) ||
      (pending?.act === 'release' && row.status !== 'claimed') ||
      (pending?.act === 'resolve' && row.status === 'resolved');
    if (done) {
      this.#pending.delete(row.alertId);
    }
  }

  #shown(row: AlertRow): ShownAlert {
    return { ...this.#laidOver(row), arrivedAt: this.#arrivals.get(row.alertId) ?? null };
  }

  #laidOver(row: AlertRow): AlertRow & { pending: boolean } {
    const pending = this.#pending.get(row.alertId);
    switch (pending?.act) {
      case undefined:
        return { ...row, pending: false };
      case 'claim':
      case 'take-over':
        return { ...row, status: 'claimed', claimedBy: pending.agent, pending: true };
      case 'release':
        return { ...row, status: 'open', claimedBy: null, pending: true };
      case 'resolve':
        return { ...row, status: 'resolved', resolution: pending.resolution ?? null, pending: true };
    }
  }

  #changed(): void {
    this.#snapshot = null;
    this.#listeners.forEach(listener => listener());
  }
}

// It never changes, and thousands are put in order each time one comes in.
const instants = new WeakMap<Raised, number>();

function raisedAt(raised: Raised): number {
  const known = instants.get(raised) ?? Date.parse(raised.at);
  instants.set(raised, known);
  return known;
}

function advanced(row: AlertRow, item: FeedEntry['item']): AlertRow {
  switch (item.kind) {
    case 'raised':
    case 'noted':
      return row;
    case 'claimed':
      return { ...row, status: 'claimed', claimedBy: item.agent };
    case 'released':
      return { ...row, status: 'open', claimedBy: null };
    case 'resolved':
      return {
        ...row,
        status: 'resolved',
        claimedBy: row.claimedBy ?? item.agent,
        resolution: item.resolution ?? null,
      };
  }
}
