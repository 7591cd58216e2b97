import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { get, path } from '../api/client';
import type { AlertPage, AlertWithHistory, FeedEntry } from '../api/types';
import { FeedConnection, type Connection } from '../feed/connection';
import { useSession } from '../session/session';
import { announce } from '../shell/notices';
import { toast } from '../ui/toasts';
import { Drafts } from './drafts';
import { AlertStore, type ShownAlert } from './store';

/** The alerts and the line they come over. */
export interface Desk {
  store: AlertStore;
  connection: FeedConnection;
  drafts: Drafts;
}

export const DeskContext = createContext<Desk | null>(null);

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) {
    throw new Error('There is no alert desk here.');
  }

  return desk;
}

export function useConnection(): Connection {
  const { connection } = useDesk();
  return useSyncExternalStore(connection.subscribe, connection.state);
}

/** Every alert the page knows, newest first. */
export function useAlerts(): ShownAlert[] {
  const { store } = useDesk();
  return useSyncExternalStore(store.subscribe, store.all);
}

/** Makes the desk of this page and keeps it running. */
export function useNewDesk(): Desk {
  const queries = useQueryClient();
  const { name } = useSession();
  const [desk] = useState<Desk>(() => {
    const store = new AlertStore();
    return { store, connection: new FeedConnection(store), drafts: new Drafts() };
  });

  useEffect(() => {
    const { store, connection } = desk;
    const running = { stop: (): void => undefined, ended: false };
    const unmoved = store.onStartOver(() => void queries.invalidateQueries({ queryKey: ['alerts'] }));
    const deaf = store.onHeard(entries => {
      refresh(queries, store, entries);
      tellWhoLost(store, entries, name);
      // Only what was raised a moment ago is worth a sound; what was missed while away is on the page.
      if (connection.state().kind === 'live') {
        announce(entries);
      }
    });
    void begin(store).finally(() => {
      if (!running.ended) {
        running.stop = connection.start();
      }
    });
    return () => {
      running.ended = true;
      running.stop();
      deaf();
      unmoved();
    };
  }, [desk, queries, name]);

  return desk;
}

/** Takes the feed's end before any list is read, so that nothing can fall between the two. */
async function begin(store: AlertStore): Promise<void> {
  for (let attempt = 0; store.position === 0; attempt++) {
    try {
      const { lastPosition } = await get<AlertPage>('/v1/alerts', { limit: 1 });
      store.position = lastPosition;
      return;
    } catch {
      if (attempt === 2) {
        // The connection goes on trying, and its first stream will bring everything from the beginning.
        return;
      }

      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }
}

/** Whoever had an alert that a colleague took over is told, and the words stay until they are read. */
function tellWhoLost(store: AlertStore, entries: FeedEntry[], agent: string): void {
  for (const { item } of entries) {
    if (item.kind === 'claimed' && item.from === agent && item.agent !== agent) {
      const title = store.all().find(alert => alert.alertId === item.alertId)?.raised.title;
      toast('note', `${item.agent} took over ${title === undefined ? 'an alert' : `“${title}”`} from you.`, true);
    }
  }
}

function refresh(queries: QueryClient, store: AlertStore, entries: FeedEntry[]): void {
  const customers = new Set(entries.map(entry => entry.customerId));
  const alerts = new Set(entries.map(entry => entry.item.alertId));
  if (customers.size > 20) {
    void queries.invalidateQueries({ queryKey: ['customer'] });
    void queries.invalidateQueries({ queryKey: ['alert'] });
    return;
  }

  customers.forEach(id => void queries.invalidateQueries({ queryKey: ['customer', id] }));
  for (const id of alerts) {
    void queries.invalidateQueries({ queryKey: ['alert', id] });
    if (!store.knows(id)) {
      // An older alert that no list has shown yet: somebody acted on it.
      void get<AlertWithHistory>(path`/v1/alerts/${id}`).then(
        ({ alert }) => store.merge([alert]),
        () => undefined,
      );
    }
  }
}
