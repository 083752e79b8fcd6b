import type { Charge } from '@drawdown/ledger';
import type { LeadChargeInput } from '@drawdown/shared/workflows';
import { publishLead } from '../activities/publish-lead.ts';
import type { DeliveryDeps } from './deliver-message.ts';

type LeadDeps = Pick<DeliveryDeps, 'ledger' | 'payments' | 'leadChargeWorkflows'>;

export async function startLeadCharge(
  { ledger, leadChargeWorkflows }: LeadDeps,
  { chargeId }: LeadChargeInput,
): Promise<void> {
  const lead = await ledger.leadCharges.startOf(chargeId);
  if (!lead || (await ledger.leadCharges.facts(chargeId)).state === 'decided') return;
  await leadChargeWorkflows.start(lead);
}

/** Something about the payment of a single lead changed at Stripe. */
export async function tellLeadCharge(deps: LeadDeps, charge: Charge): Promise<string> {
  const { ledger, leadChargeWorkflows } = deps;
  const isRunning = await leadChargeWorkflows.paymentChanged(charge.id);
  const facts = await ledger.leadCharges.facts(charge.id);
  if (facts.state === 'open') {
    const lead = isRunning ? null : await ledger.leadCharges.startOf(charge.id);
    if (lead) await leadChargeWorkflows.startAgain(lead);
    return isRunning ? 'told the workflow' : 'started the workflow again';
  }
  return charge.status === 'succeeded' ? `${facts.outcome} before` : creditLate(deps, charge, facts.outcome);
}

/** Money that came in for a lead that was decided otherwise is there all the same. */
async function creditLate(
  { ledger, payments }: LeadDeps,
  { id: chargeId, paymentIntentId }: Charge,
  decidedAs: string,
): Promise<string> {
  if (paymentIntentId === null) return 'concerns no lead of ours';
  const seen = await payments.lookUpPaymentIntent(paymentIntentId, { knownStripeChargeIds: [] });
  switch (seen.outcome) {
    case 'succeeded': {
      const { stripeChargeId } = seen;
      publishLead(ledger, await ledger.leadCharges.paid({ chargeId, paymentIntentId, stripeChargeId }));
      return `credited late: the lead had been ${decidedAs}`;
    }
    case 'unknown':
      throw new Error(`Stripe gives no usable answer about ${paymentIntentId}: ${seen.detail}`);
    case 'processing':
    case 'requiresAction':
    case 'declined':
    case 'canceled':
    case 'notAttempted':
      return `nothing to do: the lead is ${decidedAs}`;
  }
}
