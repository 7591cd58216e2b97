import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { get } from '../api/client';
import type { AlertPage } from '../api/types';
import { useSession } from '../session/session';
import { number } from '../text/amounts';
import { useAlerts, useDesk } from './desk';
import { belongs, everyOpen, mentions, statusOf, type AlertFilter } from './filter';

const pageSize = 200;
const searchedAtOnce = 25;

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
  const listed = useMemo(
    () =>
      all.filter(
        alert =>
          alert.position >= floor &&
          (belongs(alert, { show, atLeast, text: '' }, name) || alert.alertId === kept),
      ),
    [all, floor, show, atLeast, name, kept],
  );
  const alerts = useMemo(() => listed.filter(alert => mentions(alert, text)), [listed, text]);

  return { alerts, listed: listed.length, pages };
}

/** What a search has looked through, and how it goes on. */
export interface Search {
  state: 'searching' | 'complete' | 'paused' | 'failed';
  /** Goes on where it paused or failed. */
  goOn: () => void;
}

/**
 * Words are sought in the page, so a search first brings what of the list is not here yet: page by page, and so many
 * at once that a list of years does not fill the page unasked.
 */
export function useSearch(text: string, pages: ReturnType<typeof useAlertList>['pages']): Search {
  const [allowed, setAllowed] = useState(searchedAtOnce);
  const { hasNextPage, isFetchingNextPage, isError, isPending, fetchNextPage } = pages;
  const loaded = pages.data?.pages.length ?? 0;
  const wanted = text.trim() !== '' && hasNextPage && !isError && loaded < allowed;

  useEffect(() => {
    if (wanted && !isFetchingNextPage) {
      void fetchNextPage();
    }
  }, [wanted, isFetchingNextPage, fetchNextPage]);

  return {
    state: isError ? 'failed' : wanted || isPending ? 'searching' : hasNextPage ? 'paused' : 'complete',
    goOn: () => {
      setAllowed(loaded + searchedAtOnce);
      void fetchNextPage();
    },
  };
}

/** How many alerts wait for somebody; "200+" where more are known to the server than to this page. */
export function useOpenCount(): { count: number; text: string } {
  const { alerts, pages } = useAlertList(everyOpen, null);
  return { count: alerts.length, text: `${number(alerts.length)}${pages.hasNextPage ? '+' : ''}` };
}
