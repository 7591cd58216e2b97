import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { get } from '../api/client';
import { Problem } from '../api/problem';

/** Who is signed in, and where. */
export interface Session {
  workspace: string;
  workspaceName?: string | null;
  name: string;
  rehearsal?: boolean;
}

export const SessionContext = createContext<Session | null>(null);

/** The agent who is signed in; only below the sign-in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) {
    throw new Error('Nobody is signed in here.');
  }

  return session;
}

/** Asks the server who is signed in: null for nobody. */
export function useSessionQuery() {
  return useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await get<Session>('/v1/session', {}, signal);
      } catch (error) {
        if (error instanceof Problem && error.status === 401) {
          return null;
        }

        throw error;
      }
    },
    staleTime: Infinity,
    retry: (_, error) => error instanceof Problem && error.passing,
    retryDelay: attempt => Math.min(10_000, 500 * 2 ** attempt),
  });
}

export function useForgetSession(): () => void {
  const queries = useQueryClient();
  return () => {
    // The session's own query stays, for the page watches it; what one agent saw is not left for the next.
    queries.setQueryData(['session'], null);
    queries.removeQueries({ predicate: query => query.queryKey[0] !== 'session' });
  };
}
