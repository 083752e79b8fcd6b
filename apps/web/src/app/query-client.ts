import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { hasCode, RequestError } from '../http/request-error.ts';

/** Answers a few seconds old are shown again without asking; the change stream says when they no longer hold. */
const FRESH_FOR_MS = 5_000;

export function createQueryClient({ onSessionEnded }: { onSessionEnded: () => void }): QueryClient {
  const onError = (error: unknown) => {
    if (hasCode(error, 'unauthenticated')) onSessionEnded();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_FOR_MS,
        refetchOnWindowFocus: 'always',
        // The API may be on this very machine, which a browser without a network still reaches.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && mayPass(error),
        // Without data the page cannot be shown; with data a failed refresh leaves the last known state standing.
        throwOnError: (_error, query) => query.state.data === undefined,
      },
      mutations: { networkMode: 'always' },
    },
  });
}

function mayPass(error: unknown): boolean {
  if (!(error instanceof RequestError)) return false;
  switch (error.failure.kind) {
    case 'refused':
      return error.failure.problem.status >= 500 || error.failure.problem.status === 429;
    case 'unreachable':
      return true;
    case 'unreadable':
      return error.failure.status >= 500;
  }
}
