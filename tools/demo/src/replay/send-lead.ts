import { REFUSAL_CODES } from '@drawdown/shared/codes';
import type { DeliveryResource } from '@drawdown/shared/http';
import { deliverySchema, problemSchema } from '@drawdown/shared/http';
import type { ApiAnswer, SendRequest } from '../api/client.ts';
import type { Lead } from './lead.ts';
import { deliveryBody } from './lead.ts';
import type { LeadOutcome } from './outcome.ts';

/** Asks for one delivery. Rejects only when no answer can be had. */
export async function sendLead(send: SendRequest, lead: Lead): Promise<LeadOutcome> {
  const { idempotencyKey } = lead;
  return readOutcome(
    await send({ method: 'POST', path: '/v1/deliveries', idempotencyKey, body: deliveryBody(lead) }),
  );
}

export function readOutcome(answer: ApiAnswer): LeadOutcome {
  const delivery = deliverySchema.safeParse(answer.body);
  if (answer.status < 300 && delivery.success) return outcomeOf(delivery.data);
  const problem = problemSchema.safeParse(answer.body);
  if (!problem.success)
    return { kind: 'error', code: `http_${answer.status}`, detail: 'an answer that is not of the contract' };
  const refusal = REFUSAL_CODES.find((code) => code === problem.data.code);
  if (refusal !== undefined) return { kind: 'refused', code: refusal };
  return { kind: 'error', code: problem.data.code, detail: problem.data.detail };
}

export function outcomeOf({ outcome, id }: Pick<DeliveryResource, 'outcome' | 'id'>): LeadOutcome {
  switch (outcome) {
    case 'delivered':
      return { kind: 'delivered', deliveryId: id };
    case 'returned':
      return { kind: 'given_back' };
    case 'pending':
      return { kind: 'pending' };
    case 'refused':
      return { kind: 'error', code: 'unknown', detail: 'a refusal without a reason' };
  }
}
