import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { Page } from '../api/types';

/** A list that the server gives in pages; `cursor` names the parameter by which it takes `next` back. */
export function usePages<T>(
  key: readonly unknown[],
  url: string,
  cursor: 'before' | 'after',
  query: Record<string, string | number | null> = {},
  refetchEvery: (items: T[]) => number | false = () => false,
) {
  const pages = useInfiniteQuery({
    queryKey: [...key, query],
    queryFn: ({ pageParam, signal }) => get<Page<T>>(url, { ...query, [cursor]: pageParam, limit: 50 }, signal),
    initialPageParam: null as number | string | null,
    getNextPageParam: page => page.next,
    refetchInterval: state => refetchEvery(state.state.data?.pages.flatMap(page => page.items) ?? []),
  });
  return { ...pages, items: pages.data?.pages.flatMap(page => page.items) };
}
