import { useQueryClient } from '@tanstack/react-query';
import { get, path, post } from '../api/client';
import { Problem, wordsOf } from '../api/problem';
import type { AlertWithHistory } from '../api/types';
import { useSession } from '../session/session';
import { toast } from '../ui/toasts';
import { useDesk } from './desk';
import type { AlertStore, PendingAct } from './store';

const beliefTime = 5_000;

/** What an agent can do with an alert. */
export interface Acts {
  claim: (alertId: string) => Promise<boolean>;
  /** From whom it is taken: not from anybody who has it by now. */
  takeOver: (alertId: string, from: string) => Promise<boolean>;
  release: (alertId: string) => Promise<boolean>;
  resolve: (alertId: string, resolution: string) => Promise<boolean>;
  note: (alertId: string, text: string, id: string) => Promise<boolean>;
}

/**
 * Acts show at once, marked as under way. The feed's own line makes them true; a refusal takes them back, says why, and
 * fetches how it really is.
 */
export function useActs(): Acts {
  const { store } = useDesk();
  const { name } = useSession();
  const queries = useQueryClient();

  const act = async (alertId: string, pending: PendingAct, body?: unknown): Promise<boolean> => {
    if (store.isPending(alertId)) {
      return false;
    }

    store.begin(alertId, pending);
    try {
      await post(path`/v1/alerts/${alertId}/${pending.act}`, body);
    } catch (error) {
      store.settle(alertId);
      await tell(store, alertId, error, `The alert could not be ${done[pending.act]}`);
      return false;
    }

    setTimeout(() => void believe(store, alertId), beliefTime);
    return true;
  };

  return {
    claim: alertId => act(alertId, { act: 'claim', agent: name }),
    takeOver: (alertId, from) => act(alertId, { act: 'take-over', agent: name, from }, { from }),
    release: alertId => act(alertId, { act: 'release', agent: name }),
    resolve: (alertId, resolution) => {
      const said = resolution.trim() === '' ? {} : { resolution: resolution.trim() };
      return act(alertId, { act: 'resolve', agent: name, ...said }, said);
    },
    note: async (alertId, text, id) => {
      try {
        await post(path`/v1/alerts/${alertId}/notes`, { text: text.trim(), id });
        await queries.invalidateQueries({ queryKey: ['alert', alertId] });
        return true;
      } catch (error) {
        await tell(store, alertId, error, 'The note was not kept');
        return false;
      }
    },
  };
}

const done = { claim: 'claimed', 'take-over': 'taken over', release: 'released', resolve: 'resolved' };

async function tell(store: AlertStore, alertId: string, error: unknown, failed: string): Promise<void> {
  toast('bad', `${failed}. ${wordsOf(error)}`);
  if (error instanceof Problem && error.status === 409) {
    await fetchAgain(store, alertId);
  }
}

/** The act was taken, and the feed should have said so by now; ask. */
async function believe(store: AlertStore, alertId: string): Promise<void> {
  if (store.isPending(alertId)) {
    await fetchAgain(store, alertId);
    store.settle(alertId);
  }
}

async function fetchAgain(store: AlertStore, alertId: string): Promise<void> {
  try {
    const { alert } = await get<AlertWithHistory>(path`/v1/alerts/${alertId}`);
    store.merge([alert]);
  } catch {
    // The feed will tell when it is back.
  }
}
