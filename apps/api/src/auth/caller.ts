import type { Actor, User } from '@drawdown/ledger';
import type { ApiScope } from '@drawdown/shared/codes';

/** Who is asking. `accountId` is the only account whose rows this request can see or change. */
export type Caller = {
  accountId: string;
  actor: Actor;
  scopes: readonly ApiScope[];
  credential: { kind: 'api_key'; id: string } | { kind: 'session'; user: User };
};
