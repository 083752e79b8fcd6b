import type { PlatformFlag, PlatformFlagKind } from '@drawdown/ledger';
import type { PlatformFlagResource } from '@drawdown/shared/http';
import { pageSchema, platformFlagSchema } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';

/** What an account is told. What exactly Stripe said is for operators alone. */
const WORDS = {
  charging_stopped:
    'Charging is stopped for everybody, because Stripe does not accept the requests of this installation. Whoever runs it has to look at the Stripe key and account. No card was declined and nobody is paused for it; charges wait and go on by themselves.',
  outcomes_unknown:
    'Stripe has not said for some time what became of charges that are under way. They are looked up until it does, and nothing is charged twice.',
} as const satisfies Record<PlatformFlagKind, string>;

export function platformFlagRoutes({ ledger }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'get',
      path: '/v1/platform-flags',
      tag: 'Health',
      summary: 'What is wrong with the whole installation at this moment, oldest first',
      access: { kind: 'scope', anyOf: ['charges:read'] },
      responses: { 200: pageSchema(platformFlagSchema) },
      handler: async () => {
        const flags = await ledger.platformFlags.listOpen();
        return ok({ data: flags.map(flagJson), nextCursor: null });
      },
    }),
  ];
}

function flagJson({ id, kind, openedAt }: PlatformFlag): PlatformFlagResource {
  return { id, kind, since: openedAt.toISOString(), words: WORDS[kind] };
}
