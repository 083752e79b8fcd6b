import { testControlSchema } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import { NO_CONTENT } from '../http/answer.ts';
import { notFound, ProblemError } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { protectedRoute } from '../http/route.ts';
import { controlEmulator, emulatorCommand } from './emulator.ts';

export function testControlRoutes({ ledger, payments, config }: Deps): Route[] {
  return [
    protectedRoute({
      method: 'post',
      path: '/v1/test-controls',
      tag: 'Test controls',
      summary: 'Makes the Stripe emulator misbehave; 404 when Stripe is real',
      access: { kind: 'scope', anyOf: ['top_ups:write'] },
      body: testControlSchema,
      responses: { 204: null },
      problems: ['not_found', 'state_conflict', 'payment_provider_unavailable'],
      handler: async ({ caller, body }) => {
        if (payments.mode !== 'emulator' || config.stripeApiUrl === null)
          throw new ProblemError('not_found', 'Test controls exist only with the Stripe emulator.');
        if (body.action !== 'authenticate') {
          await controlEmulator(config.stripeApiUrl, emulatorCommand(body));
          return NO_CONTENT;
        }
        const topUp = await ledger.topUps.get(caller.accountId, body.topUpId);
        if (topUp === null) throw notFound('top-up');
        if (topUp.paymentIntentId === null)
          throw new ProblemError('state_conflict', 'This top-up has no payment to confirm yet.');
        await controlEmulator(config.stripeApiUrl, {
          path: `/payment-intents/${encodeURIComponent(topUp.paymentIntentId)}/authenticate`,
          body: { outcome: body.outcome },
        });
        return NO_CONTENT;
      },
    }),
  ];
}
