import { HttpError, HubConnectionBuilder, LogLevel, type HubConnection } from '@microsoft/signalr';
import { get, ownRequest, signedOut } from '../api/client';
import { Problem } from '../api/problem';
import type { FeedEntry, FeedPage } from '../api/types';
import { retryDelay } from './retry';

/** What the page may truthfully say about its connection. Instants are milliseconds of this machine's clock. */
export type Connection =
  | { kind: 'connecting'; lostAt: number | null }
  | { kind: 'catching-up'; left: number }
  | { kind: 'live'; since: number }
  | { kind: 'checking' }
  | { kind: 'waiting'; lostAt: number; retryAt: number; networkGone: boolean };

/** Where the entries of the feed go. */
export interface FeedSink {
  readonly position: number;
  take(entries: FeedEntry[]): void;
  /** The server's feed ends before our position: it is another feed than the one we read. */
  startOver(): void;
}

const beat = 5_000;
const missedBeats = 20_000;
const auditEvery = 60_000;
const auditPatience = 8_000;
const startPatience = 15_000;
const stillTime = 15_000;

/**
 * Keeps the feed flowing: connects, continues after the last position, notices when it no longer flows, and begins
 * again for as long as the page is open. SignalR's own reconnection is not used, because a new connection would not
 * continue the stream where it stopped.
 */
export class FeedConnection {
  #state: Connection = { kind: 'connecting', lostAt: null };
  #stopped = false;
  #attempt = 0;
  #lostAt: number | null = null;
  #target = 0;
  #lastBeat = Date.now();
  #lastAudit = Date.now();
  #auditing = false;
  #progressed = { position: -1, at: 0 };
  #break: ((reason: Error) => void) | null = null;
  #wake: (() => void) | null = null;
  readonly #sink: FeedSink;
  readonly #listeners = new Set<() => void>();

  constructor(sink: FeedSink) {
    this.#sink = sink;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): Connection => this.#state;

  /** Runs until the returned function is called. */
  start(): () => void {
    const pulse = setInterval(() => this.#pulse(), beat);
    const look = (): void => void (document.visibilityState === 'visible' && this.#audit());
    const hurry = (): void => {
      this.tryNow();
      void this.#audit();
    };
    const doubt = (): void => void this.#audit();
    document.addEventListener('visibilitychange', look);
    window.addEventListener('online', hurry);
    window.addEventListener('offline', doubt);
    void this.#run();
    return () => {
      this.#stopped = true;
      clearInterval(pulse);
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('online', hurry);
      window.removeEventListener('offline', doubt);
      this.#break?.(new Error('The page needs the feed no longer.'));
      this.tryNow();
    };
  }

  /** Ends the wait for the next try. */
  readonly tryNow = (): void => this.#wake?.();

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#session();
      } catch (error) {
        if (isSignedOut(error)) {
          this.#stopped = true;
          signedOut();
        }
      }

      if (!this.#running()) {
        return;
      }

      this.#lostAt ??= Date.now();
      await this.#pause(retryDelay(this.#attempt++));
    }
  }

  // A getter of its own, so that the compiler does not think it still knows the value from before an await.
  #running(): boolean {
    return !this.#stopped;
  }

  /** One connection, from its start until it breaks; it always ends by throwing. */
  async #session(): Promise<never> {
    this.#show({ kind: 'connecting', lostAt: this.#lostAt });
    const broken = new Promise<never>((_, reject) => (this.#break = reject));
    broken.catch(() => undefined);
    const hub = build();
    hub.onclose(error => this.#break?.(error ?? new Error('The server closed the connection.')));
    try {
      await Promise.race([hub.start(), broken, after(startPatience)]);
      await Promise.race([this.#aim(), broken]);
      hub.stream<FeedEntry>('Feed', this.#sink.position).subscribe({
        next: entry => this.#receive(entry),
        error: (error: unknown) => this.#break?.(error instanceof Error ? error : new Error(String(error))),
        complete: () => this.#break?.(new Error('The server ended the feed.')),
      });
      this.#progress();
      return await broken;
    } finally {
      this.#break = null;
      void hub.stop().catch(() => undefined);
    }
  }

  /** Asks how far the feed goes, so that "live" is said only when all of it is here. */
  async #aim(): Promise<void> {
    const { lastPosition } = await this.#end();
    if (lastPosition < this.#sink.position) {
      this.#sink.startOver();
    }

    this.#target = lastPosition;
  }

  #end(): Promise<FeedPage> {
    return get<FeedPage>(
      '/v1/alerts/feed',
      { after: this.#sink.position, limit: 1 },
      AbortSignal.timeout(auditPatience),
    );
  }

  #arrived: FeedEntry[] = [];

  #receive(entry: FeedEntry): void {
    // One SignalR frame may carry many entries; they are handed on together.
    this.#arrived.push(entry);
    if (this.#arrived.length === 1) {
      queueMicrotask(() => {
        this.#sink.take(this.#arrived.splice(0));
        this.#progress();
      });
    }
  }

  #progress(): void {
    if (this.#break === null) {
      return;
    }

    const left = this.#target - this.#sink.position;
    if (left > 0) {
      this.#show({ kind: 'catching-up', left });
    } else if (this.#state.kind !== 'live') {
      this.#attempt = 0;
      this.#lostAt = null;
      this.#lastAudit = Date.now();
      this.#show({ kind: 'live', since: Date.now() });
    }
  }

  #pulse(): void {
    const now = Date.now();
    const slept = now - this.#lastBeat > missedBeats;
    this.#lastBeat = now;
    if (this.#state.kind === 'catching-up') {
      this.#expectProgress(now);
    } else if (slept || now - this.#lastAudit > auditEvery) {
      void this.#audit(slept);
    }
  }

  /** Catching up that stands still is not catching up. */
  #expectProgress(now: number): void {
    if (this.#sink.position !== this.#progressed.position) {
      this.#progressed = { position: this.#sink.position, at: now };
    } else if (now - this.#progressed.at > stillTime) {
      this.#progressed = { position: -1, at: now };
      this.#break?.(new Error('The stream stopped before its end.'));
    }
  }

  /**
   * A socket may look open for minutes after the machine slept or the network changed. So now and then the page asks,
   * by another way, how far the feed goes; when the stream does not bring it there soon, the stream is dead.
   */
  async #audit(doubtful = document.visibilityState === 'visible' && !navigator.onLine): Promise<void> {
    if (this.#auditing || this.#state.kind !== 'live') {
      return;
    }

    this.#auditing = true;
    this.#lastAudit = Date.now();
    if (doubtful) {
      this.#show({ kind: 'checking' });
    }

    try {
      const { lastPosition } = await this.#end();
      this.#target = Math.max(this.#target, lastPosition);
      if (lastPosition < this.#sink.position) {
        throw new Error('The feed ends before the last entry seen.');
      }

      await this.#arrivesWithin(3_000);
      this.#progress();
    } catch (error) {
      this.#break?.(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#auditing = false;
    }
  }

  async #arrivesWithin(time: number): Promise<void> {
    const until = Date.now() + time;
    while (this.#sink.position < this.#target) {
      if (Date.now() > until) {
        throw new Error('The feed goes further than the stream has brought.');
      }

      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  async #pause(time: number): Promise<void> {
    this.#show({
      kind: 'waiting',
      lostAt: this.#lostAt ?? Date.now(),
      retryAt: Date.now() + time,
      networkGone: !navigator.onLine,
    });
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, time);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  #show(state: Connection): void {
    this.#state = state;
    this.#listeners.forEach(listener => listener());
  }
}

function build(): HubConnection {
  return new HubConnectionBuilder()
    .withUrl('/hubs/alerts', { headers: { ...ownRequest } })
    .configureLogging(LogLevel.None)
    .build();
}

function after(time: number): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(() => reject(new Error(`No connection within ${time / 1000} seconds.`)), time),
  );
}

function isSignedOut(error: unknown): boolean {
  return (
    (error instanceof HttpError && error.statusCode === 401) ||
    (error instanceof Problem && error.status === 401) ||
    (error instanceof Error && error.message.includes("status code '401'"))
  );
}
