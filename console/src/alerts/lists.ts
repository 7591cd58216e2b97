import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { get } from '../api/client';
import type { AlertPage, AlertStatus, Severity } from '../api/types';
import { useSession } from '../session/session';
import { number } from '../text/amounts';
import { useAlerts, useDesk } from './desk';
import type { ShownAlert } from './store';

/** Which alerts a list shows. */
export type Show = 'open' | 'mine' | 'taken' | 'resolved';

export interface AlertFilter {
  show: Show;
  atLeast: Severity;
  text: string;
}

export const severities: Severity[] = ['low', 'medium', 'high', 'critical'];

const statusOf: Record<Show, AlertStatus> = {
  open: 'open',
  mine: 'claimed',
  taken: 'claimed',
  resolved: 'resolved',
};
const pageSize = 200;

/**
 * The alerts of a filter, newest first, as far down as pages have been loaded. The server's pages only fill the store;
 * what is shown is taken from it, so the feed keeps every list true.
 */
export function useAlertList(filter: AlertFilter, kept: string | null) {
  const { store } = useDesk();
  const { name } = useSession();
  const all = useAlerts();
  const { show, atLeast, text } = filter;

  const pages = useInfiniteQuery({
    queryKey: ['alerts', show, atLeast, name],
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        status: statusOf[show],
        severity: atLeast === 'low' ? null : atLeast,
        claimedBy: show === 'mine' ? name : null,
        before: pageParam,
        limit: pageSize,
      };
      const page = await get<AlertPage>('/v1/alerts', query, signal);
      store.merge(page.items);
      return { next: page.next ?? null, last: page.items.at(-1)?.position ?? 0 };
    },
    initialPageParam: null as number | string | null,
    getNextPageParam: page => page.next,
    staleTime: Infinity,
    gcTime: Infinity,
    refetchOnWindowFocus: false,
  });

  const floor = pages.hasNextPage ? (pages.data?.pages.at(-1)?.last ?? 0) : 0;
  const alerts = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return all.filter(
      alert =>
        alert.position >= floor &&
        (belongs(alert, show, name) || alert.alertId === kept) &&
        severities.indexOf(alert.raised.severity) >= severities.indexOf(atLeast) &&
        (wanted === '' || mentions(alert, wanted)),
    );
  }, [all, floor, show, name, kept, atLeast, text]);

  return { alerts, pages };
}

/** How many alerts wait for somebody; "200+" where more are known to the server than to this page. */
export function useOpenCount(): { count: number; text: string } {
  const { alerts, pages } = useAlertList(everyOpen, null);
  return { count: alerts.length, text: `${number(alerts.length)}${pages.hasNextPage ? '+' : ''}` };
}

const everyOpen: AlertFilter = { show: 'open', atLeast: 'low', text: '' };

function belongs(alert: ShownAlert, show: Show, agent: string): boolean {
  return alert.status === statusOf[show] && (show !== 'mine' || alert.claimedBy === agent);
}

function mentions(alert: ShownAlert, wanted: string): boolean {
  const { title, reason, customerName, orderId, quote } = alert.raised;
  return [title, reason, customerName, orderId, quote, alert.customerId, alert.claimedBy].some(
    text => text?.toLowerCase().includes(wanted) === true,
  );
}
