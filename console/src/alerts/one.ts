import { useQuery } from '@tanstack/react-query';
import { get, path } from '../api/client';
import type { AlertWithHistory, FeedEntry } from '../api/types';
import { useAlerts, useDesk } from './desk';
import type { ShownAlert } from './store';

/** One alert with all that was said about it, from wherever it is known. */
export function useAlert(alertId: string | null): {
  alert: ShownAlert | undefined;
  history: FeedEntry[] | undefined;
  error: Error | null;
  retry: () => void;
} {
  const { store } = useDesk();
  const alerts = useAlerts();
  const query = useQuery({
    queryKey: ['alert', alertId],
    enabled: alertId !== null,
    queryFn: async ({ signal }) => {
      const answer = await get<AlertWithHistory>(path`/v1/alerts/${alertId ?? ''}`, {}, signal);
      store.merge([answer.alert]);
      return answer;
    },
  });

  return {
    alert: alerts.find(alert => alert.alertId === alertId),
    history: query.data?.history,
    error: query.error,
    retry: () => void query.refetch(),
  };
}
