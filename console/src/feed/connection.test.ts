import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AlertStore } from '../alerts/store';
import { raise } from '../alerts/samples';
import type { FeedEntry } from '../api/types';
import { FeedConnection } from './connection';

interface Line {
  after: number;
  next: (entry: FeedEntry) => void;
  close: () => void;
}

// What the hub was asked, line after line; the newest one is the open one.
const lines = vi.hoisted(() => [] as Line[]);

vi.mock('@microsoft/signalr', () => {
  class HubConnectionBuilder {
    withUrl = () => this;
    configureLogging = () => this;
    build() {
      let closed: () => void = () => undefined;
      return {
        start: () => Promise.resolve(),
        stop: () => Promise.resolve(),
        onclose: (tell: () => void) => (closed = tell),
        stream: (_: string, after: number) => ({
          subscribe: ({ next }: { next: (entry: FeedEntry) => void }) =>
            lines.push({ after, next, close: () => closed() }),
        }),
      };
    }
  }
  return { HubConnectionBuilder, HttpError: class extends Error {}, LogLevel: { None: 6 } };
});

let store: AlertStore;
let connection: FeedConnection;
let stop: () => void;
let lastPosition: number | null;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('navigator', { onLine: true });
  vi.stubGlobal('fetch', () =>
    lastPosition === null
      ? Promise.reject(new TypeError('no network'))
      : Promise.resolve(Response.json({ items: [], lastPosition })),
  );
  lines.length = 0;
  lastPosition = 0;
  store = new AlertStore();
  connection = new FeedConnection(store);
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

const settle = (time = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(time);
const kind = (): string => connection.state().kind;

async function open(): Promise<void> {
  stop = connection.start();
  await settle();
}

async function receive(...entries: FeedEntry[]): Promise<void> {
  entries.forEach(entry => lines.at(-1)?.next(entry));
  await settle();
}

describe('the connection', () => {
  it('is live only when all of the feed is here', async () => {
    lastPosition = 2;
    await open();
    expect(connection.state()).toEqual({ kind: 'catching-up', left: 2 });

    await receive(raise(1, 'a1'));
    expect(connection.state()).toEqual({ kind: 'catching-up', left: 1 });

    await receive(raise(2, 'a2'));
    expect(kind()).toBe('live');
  });

  it('goes on after the last entry when it was broken, and shows none twice', async () => {
    await open();
    await receive(raise(1, 'a1'), raise(2, 'a2'));
    lastPosition = 3;

    lines.at(-1)?.close();
    await settle();
    expect(kind()).toBe('waiting');
    await settle(1_000);
    expect(lines.map(line => line.after)).toEqual([0, 2]);

    await receive(raise(2, 'a2'), raise(3, 'a3'));
    expect(kind()).toBe('live');
    expect(store.all().map(alert => alert.alertId)).toEqual(['a3', 'a2', 'a1']);
  });

  it('never gives up, and is there again when the server is', async () => {
    lastPosition = null;
    await open();
    await settle(600_000);
    expect(['waiting', 'connecting']).toContain(kind());

    lastPosition = 0;
    await settle(31_000);
    expect(kind()).toBe('live');
  });

  it('begins again where the feed ends before what was seen', async () => {
    store.position = 9;
    lastPosition = 1;
    await open();
    expect(lines.map(line => line.after)).toEqual([0]);

    await receive(raise(1, 'b1'));
    expect(kind()).toBe('live');
  });

  it('finds out that a socket is dead which still looks open', async () => {
    await open();
    expect(kind()).toBe('live');

    lastPosition = 5;
    await settle(70_000);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.at(-1)?.after).toBe(0);
    expect(kind()).toBe('catching-up');
  });

  it('does not call it catching up when nothing comes', async () => {
    lastPosition = 5;
    await open();
    await settle(40_000);
    expect(lines.length).toBeGreaterThan(1);
  });
});
