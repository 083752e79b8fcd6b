import type { Refund, StripeEventRecord } from '@drawdown/ledger';
import type { SeenRefund } from '@drawdown/shared/payments';
import { publishRefund } from '../activities/refund-ledger.ts';
import type { DeliveryDeps } from './deliver-message.ts';

const ABOUT_A_REFUND: readonly string[] = ['refund.created', 'refund.updated', 'refund.failed'];

/** Says that something was refunded of a charge, not what. */
const ABOUT_A_CHARGE = 'charge.refunded';

export function isAboutRefund(eventType: string): boolean {
  return ABOUT_A_REFUND.includes(eventType) || eventType === ABOUT_A_CHARGE;
}

/**
 * Has the books follow what Stripe shows of a refund now, whoever made it: one of ours by its workflow, one that somebody
 * made in Stripe's dashboard by itself. Each is one posting for its id, so that events may come twice and in any order.
 */
export async function followRefunds(deps: DeliveryDeps, event: StripeEventRecord): Promise<string> {
  const seen = await refundsOf(deps, event);
  const results: string[] = [];
  for (const refund of seen) results.push(await follow(deps, refund));
  return results.length === 0 ? 'no refund is there' : results.join('; ');
}

async function refundsOf({ payments }: DeliveryDeps, event: StripeEventRecord): Promise<SeenRefund[]> {
  if (event.type !== ABOUT_A_CHARGE)
    return event.objectId === null ? [] : [await payments.lookUpRefund(event.objectId)];
  return event.paymentIntentId === null ? [] : payments.listRefunds(event.paymentIntentId);
}

async function follow(deps: DeliveryDeps, seen: SeenRefund): Promise<string> {
  const { ledger } = deps;
  const followed = await ledger.refunds.follow({ ...seen, amountMinor: BigInt(seen.amountMinor) });
  switch (followed.outcome) {
    case 'ours':
      return tellWorkflow(deps, followed.refund, seen);
    case 'followed':
      publishRefund(ledger, followed.refund);
      return `followed ${seen.stripeRefundId} as ${followed.refund.id} (${followed.refund.status})`;
    case 'nothing_to_do':
      return followed.because;
    case 'too_early':
      throw new Error(followed.because);
  }
}

async function tellWorkflow(deps: DeliveryDeps, refund: Refund, seen: SeenRefund): Promise<string> {
  const { ledger, refundWorkflows } = deps;
  switch (refund.status) {
    case 'pending': {
      if (await refundWorkflows.changed(refund.id)) return `told the workflow of ${refund.id}`;
      await refundWorkflows.startAgain(refund);
      return `started the workflow of ${refund.id} again`;
    }
    case 'succeeded': {
      if (seen.status !== 'failed') return `${refund.id} had succeeded before`;
      const reason = seen.failureReason ?? 'unknown';
      publishRefund(ledger, await ledger.refunds.fail(refund.id, { reason }));
      return `${refund.id} failed after it had succeeded: given back`;
    }
    case 'failed':
      return `${refund.id} had failed before`;
  }
}
