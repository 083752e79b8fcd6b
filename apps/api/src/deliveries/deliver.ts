import type { DeliverLeadInput, DeliverLeadResult, Ledger } from '@drawdown/ledger';
import type { DeliveryResult } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import type { Answer } from '../http/answer.ts';
import { REPLAYED_HEADER } from '../http/answer.ts';
import { ProblemError } from '../http/problem.ts';
import { REFUSAL_REASONS } from './refusal-words.ts';
import type { RefusedBuyers } from './refused-buyers.ts';
import { deliveryJson, refusalDetails } from './resource.ts';
import { undecidedProblem } from './undecided.ts';

export type DeliverDeps = Pick<Deps, 'ledger' | 'metrics'> & { refusedBuyers: RefusedBuyers };

/** Decides and pays one lead. @throws ProblemError when it is not delivered. */
export async function deliverOne(deps: DeliverDeps, input: DeliverLeadInput): Promise<Answer> {
  const result = await deps.ledger.deliveries.deliver(input);
  record(deps, input.accountId, [result]);
  switch (result.outcome) {
    case 'delivered':
      return {
        kind: 'json',
        status: 201,
        body: deliveryJson(result.delivery),
        ...(result.replayed ? { headers: REPLAYED_HEADER } : {}),
      };
    case 'refused': {
      const buyer = await deps.refusedBuyers(input.accountId, result.delivery.buyerId, result.code);
      throw new ProblemError(result.code, REFUSAL_REASONS[result.code], {
        extra: refusalDetails(result, buyer),
        ...(result.replayed ? { headers: REPLAYED_HEADER } : {}),
      });
    }
    default:
      throw undecidedProblem(result);
  }
}

/** Decides and pays many leads; the results come in the order of the leads. */
export async function deliverMany(deps: DeliverDeps, inputs: DeliverLeadInput[]): Promise<DeliveryResult[]> {
  const results = await deps.ledger.deliveries.deliverBatch(inputs);
  const accountId = inputs[0]?.accountId;
  if (accountId === undefined) return [];
  record(deps, accountId, results);
  return Promise.all(results.map((result) => resultJson(deps, accountId, result)));
}

async function resultJson(
  deps: DeliverDeps,
  accountId: string,
  result: DeliverLeadResult,
): Promise<DeliveryResult> {
  switch (result.outcome) {
    case 'delivered': {
      const { outcome, ...delivery } = deliveryJson(result.delivery);
      return { ...delivery, outcome: outcome === 'refused' ? 'delivered' : outcome };
    }
    case 'refused': {
      const buyer = await deps.refusedBuyers(accountId, result.delivery.buyerId, result.code);
      const { code } = result;
      return { outcome: 'refused', code, detail: REFUSAL_REASONS[code], ...refusalDetails(result, buyer) };
    }
    default: {
      const { code, message } = undecidedProblem(result);
      return { outcome: 'error', code, detail: message };
    }
  }
}

/** Counts what was decided now, and tells who looks at a wallet that money left it. */
function record({ ledger, metrics }: DeliverDeps, accountId: string, results: DeliverLeadResult[]): void {
  const changedWallets = new Set<string>();
  for (const result of results) {
    switch (result.outcome) {
      case 'delivered':
        if (result.replayed) break;
        metrics.countDelivery('delivered');
        changedWallets.add(result.delivery.walletId);
        // What the buyer owes has grown.
        if (result.delivery.fundedBy === 'trust')
          ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId: result.delivery.buyerId });
        break;
      case 'refused':
        if (!result.replayed) metrics.countDelivery('refused', result.code);
        break;
      default:
        metrics.countDelivery('undecided', result.outcome);
    }
  }
  publishWallets(ledger, accountId, changedWallets);
}

function publishWallets(ledger: Ledger, accountId: string, walletIds: Iterable<string>): void {
  for (const walletId of walletIds) ledger.changes.publish(accountId, { type: 'wallet.changed', walletId });
}
