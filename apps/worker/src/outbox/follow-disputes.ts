import type { StripeEventRecord } from '@drawdown/ledger';
import { publishDispute } from '../activities/publish-dispute.ts';
import type { DeliveryDeps } from './deliver-message.ts';

export function isAboutDispute(eventType: string): boolean {
  return eventType.startsWith('charge.dispute.');
}

export function isAboutFraudWarning(eventType: string): boolean {
  return eventType.startsWith('radar.early_fraud_warning.');
}

type Deps = Pick<DeliveryDeps, 'ledger' | 'payments'>;

/**
 * Brings the records to what Stripe says of the dispute now, whatever the event said: its money is taken before anybody is
 * told, and also while Temporal is away. The workflow is started, or told, through the outbox.
 */
export async function followDispute(
  { ledger, payments }: Deps,
  { objectId }: StripeEventRecord,
): Promise<string> {
  if (objectId === null) return 'names no dispute';
  const recorded = await ledger.disputes.record(await payments.lookUpDispute(objectId), 'event');
  switch (recorded.outcome) {
    case 'not_ours':
      return 'concerns no payment of ours';
    case 'not_credited_yet':
      throw new Error(`${recorded.chargeId} is disputed at Stripe and not yet credited here`);
    case 'recorded':
      publishDispute(ledger, recorded.dispute);
      return recorded.isNew ? 'recorded a dispute' : 'brought the dispute up to date';
  }
}

/** No money moves: it is written down, and the agency is told. */
export async function followFraudWarning(
  { ledger, payments }: Deps,
  { objectId }: StripeEventRecord,
): Promise<string> {
  if (objectId === null) return 'names no warning';
  const recorded = await ledger.disputes.recordFraudWarning(await payments.lookUpFraudWarning(objectId));
  switch (recorded) {
    case 'recorded':
      return 'recorded an early fraud warning';
    case 'known':
      return 'was recorded before';
    case 'not_ours':
      return 'concerns no payment of ours';
  }
}
