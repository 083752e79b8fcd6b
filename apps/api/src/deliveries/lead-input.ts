import type { DeliverLeadInput } from '@drawdown/ledger';
import type { CreateDeliveryRequest } from '@drawdown/shared/http';
import { moneyFromJson } from '@drawdown/shared/money';
import { idempotencyOf } from '../http/idempotency.ts';

const PATH = '/v1/deliveries';

/**
 * One lead as the ledger takes it. A batch item hashes as the same lead sent alone, and how long its caller waits is no part
 * of what it asks for.
 */
export function leadInput(
  accountId: string,
  { waitMs: _patience, ...body }: CreateDeliveryRequest,
  key: string | null,
): DeliverLeadInput {
  return {
    accountId,
    buyer: buyerOf(body),
    leadId: body.leadId,
    price: moneyFromJson(body.price),
    labels: body.labels,
    idempotency: idempotencyOf(key, PATH, body),
  };
}

/** The schema has made sure that exactly one of the two was sent. */
function buyerOf({
  buyerId,
  externalBuyerId,
}: Pick<CreateDeliveryRequest, 'buyerId' | 'externalBuyerId'>): DeliverLeadInput['buyer'] {
  if (buyerId !== undefined) return { id: buyerId };
  if (externalBuyerId !== undefined) return { externalId: externalBuyerId };
  throw new TypeError('neither buyerId nor externalBuyerId');
}
