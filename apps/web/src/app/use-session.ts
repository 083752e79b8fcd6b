import type { ApiScope } from '@drawdown/shared/codes';
import { useSuspenseQuery } from '@tanstack/react-query';
import { sessionQuery } from '../features/session/api/session.ts';

/** Who is signed in. Only below the signed-in layout, whose route has loaded it. */
export function useSession() {
  return useSuspenseQuery(sessionQuery).data;
}

export function useMay(scope: ApiScope): boolean {
  return useSession().user.scopes.includes(scope);
}
