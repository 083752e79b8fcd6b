import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ok } from '../http/answer.ts';
import { ProblemError } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { publicRoute } from '../http/route.ts';

export function webhookRoutes({ ledger, payments, log }: Deps): Route[] {
  return [
    publicRoute({
      method: 'post',
      path: '/webhooks/stripe',
      tag: 'Webhooks',
      summary: "Stripe's events, verified by their signature and kept in the inbox",
      bodySize: 'raw',
      body: z.instanceof(Buffer),
      responses: { 200: z.object({ received: z.literal(true) }) },
      problems: ['signature_invalid'],
      handler: async ({ request, body }) => {
        const parsed = payments.parseWebhook(body, request.get('Stripe-Signature') ?? '');
        if (parsed.outcome === 'invalid') {
          log.warn({ detail: parsed.detail }, 'a webhook was refused');
          throw new ProblemError(
            'signature_invalid',
            'The signature does not match the body, or is too old.',
          );
        }
        if (parsed.event.livemode !== (payments.mode === 'live'))
          throw new ProblemError('signature_invalid', "The event is of Stripe's other mode (live or test).");
        await ledger.webhookInbox.receive(parsed.event);
        return ok({ received: true });
      },
    }),
  ];
}
