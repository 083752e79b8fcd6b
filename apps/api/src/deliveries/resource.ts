import type { DeliverLeadResult, Delivery, DeliveryCharge, LeadReturn } from '@drawdown/ledger';
import type { DeliveryResource, FundedBy, RefusalProblem } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import { leadChargeWorkflowId } from '@drawdown/shared/workflows';
import { leadReturnJson } from '../returns/resource.ts';
import type { WorkflowLinks } from '../temporal/workflow-link.ts';
import { workflowLink } from '../temporal/workflow-link.ts';
import type { RefusedBuyer } from './refusal-words.ts';
import { REFUSAL_REASONS, RETRYABLE, unblockedBy } from './refusal-words.ts';

const FUNDED_REASONS = {
  wallet: 'Paid from the wallet.',
  card: 'Charged to the card on file.',
  credit: "Booked within the buyer's credit limit.",
  manual: 'Booked for manual billing.',
  trust: 'Delivered on trust while a failed charge is being retried.',
} as const satisfies Record<FundedBy, string>;

/** What is behind a delivery beside its own row. */
export type Behind = { charge: DeliveryCharge | null; lead: LeadReturn | null };

export function deliveryJson(
  delivery: Delivery,
  { charge, lead }: Behind,
  links: WorkflowLinks,
): DeliveryResource {
  const { id, outcome, buyerId, leadId, fundedBy, walletId, labels, balanceAfter } = delivery;
  return {
    id,
    outcome,
    buyerId,
    leadId,
    price: moneyToJson(delivery.price),
    fundedBy,
    fundingReason: delivery.fundingReason,
    reason: reasonWords(delivery),
    walletId,
    balance: balanceAfter === null ? null : moneyToJson(balanceAfter),
    labels,
    card: charge === null ? null : charge.card,
    charge: charge && {
      id: charge.chargeId,
      stripe: { paymentIntentId: charge.paymentIntentId, chargeId: charge.stripeChargeId },
    },
    return: lead && leadReturnJson(lead),
    createdAt: delivery.createdAt.toISOString(),
    decidedAt: delivery.decidedAt?.toISOString() ?? null,
    workflowUrl: charge && workflowLink(leadChargeWorkflowId(charge.chargeId), links).url,
  };
}

function reasonWords({ outcome, fundedBy, refusalCode }: Delivery): string {
  if (refusalCode !== null) return REFUSAL_REASONS[refusalCode];
  return outcome === 'pending' || fundedBy === null
    ? 'The card is being charged. Do not deliver the lead yet.'
    : FUNDED_REASONS[fundedBy];
}

export type RefusedResult = Extract<DeliverLeadResult, { outcome: 'refused' }>;

type RefusalDetails = Omit<
  RefusalProblem,
  'type' | 'title' | 'status' | 'code' | 'detail' | 'requestId' | 'errors'
>;

type Shortage = Pick<RefusedResult, 'code' | 'available' | 'required' | 'topUpInProgress'>;

/** Everything a router needs to act on a refusal without asking again. */
export function refusalDetails(result: RefusedResult, buyer: RefusedBuyer): RefusalDetails {
  return { deliveryId: result.delivery.id, ...shortageDetails(result, buyer) };
}

export function shortageDetails(
  { code, available, required, topUpInProgress }: Shortage,
  buyer: RefusedBuyer,
): Omit<RefusalDetails, 'deliveryId'> {
  return {
    available: moneyToJson(available),
    required: moneyToJson(required),
    retryable: RETRYABLE[code],
    retryAfterMs: RETRYABLE[code] && topUpInProgress ? 5_000 : null,
    topUpInProgress,
    unblockedBy: unblockedBy(code, buyer, { available, required, topUpInProgress }),
  };
}
