import { createHash } from 'node:crypto';
import type { DeliveryResult } from '@drawdown/shared/http';
import { deliveryBatchSchema, problemSchema } from '@drawdown/shared/http';
import type { SendRequest } from '../api/client.ts';
import type { Lead } from './lead.ts';
import { deliveryBody } from './lead.ts';
import type { LeadOutcome } from './outcome.ts';
import { outcomeOf, sendLead } from './send-lead.ts';

/** The item was not decided and nothing was done: the lead may be asked for again, on its own. */
const UNDECIDED = new Set(['rate_limited', 'overloaded', 'unavailable', 'internal_error']);

/** Asks for many deliveries in one request. The outcomes are in the order of the leads. */
export async function sendBatch(send: SendRequest, leads: readonly Lead[]): Promise<LeadOutcome[]> {
  const answer = await send({
    method: 'POST',
    path: '/v1/deliveries/batch',
    idempotencyKey: batchKey(leads),
    body: { deliveries: leads.map(deliveryBody) },
  });
  const batch = deliveryBatchSchema.safeParse(answer.body);
  if (answer.status !== 200 || !batch.success || batch.data.results.length !== leads.length) {
    const problem = problemSchema.safeParse(answer.body);
    const code = problem.success ? problem.data.code : `http_${answer.status}`;
    const detail = problem.success ? problem.data.detail : 'an answer that is not of the contract';
    return leads.map(() => ({ kind: 'error', code, detail }));
  }
  const outcomes: LeadOutcome[] = [];
  for (const [index, lead] of leads.entries()) {
    const result = batch.data.results[index];
    if (result === undefined) throw new RangeError('a batch has one result for each lead');
    const undecided = result.outcome === 'error' && UNDECIDED.has(result.code);
    outcomes.push(undecided ? await sendLead(send, lead) : resultOutcome(result));
  }
  return outcomes;
}

function resultOutcome(result: DeliveryResult): LeadOutcome {
  switch (result.outcome) {
    case 'refused':
      return { kind: 'refused', code: result.code };
    case 'error':
      return { kind: 'error', code: result.code, detail: result.detail };
    default:
      return outcomeOf(result);
  }
}

/** A repeat of the batch has the same key; a batch that holds other leads has another. */
function batchKey(leads: readonly Lead[]): string {
  const hash = createHash('sha256');
  for (const { idempotencyKey } of leads) hash.update(idempotencyKey);
  return `replay-${hash.digest('hex').slice(0, 40)}`;
}
