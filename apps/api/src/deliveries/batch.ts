import type { DeliverLeadResult } from '@drawdown/ledger';
import type { DeliveryResource, DeliveryResult } from '@drawdown/shared/http';
import { deliveriesJson, type ReceiptDeps } from './receipts.ts';
import { REFUSAL_REASONS } from './refusal-words.ts';
import type { RefusedBuyers } from './refused-buyers.ts';
import { refusalDetails } from './resource.ts';
import { undecidedProblem } from './undecided.ts';

type BatchDeps = ReceiptDeps & { refusedBuyers: RefusedBuyers };

/** One result for each lead of a batch, in order. */
export async function batchJson(
  deps: BatchDeps,
  accountId: string,
  results: readonly DeliverLeadResult[],
): Promise<DeliveryResult[]> {
  const accepted = results.flatMap((result) =>
    result.outcome === 'delivered' || result.outcome === 'pending' ? [result.delivery] : [],
  );
  const receipts = new Map((await deliveriesJson(deps, accepted)).map((receipt) => [receipt.id, receipt]));
  return Promise.all(results.map((result) => resultJson(deps, { accountId, result, receipts })));
}

type One = { accountId: string; result: DeliverLeadResult; receipts: Map<string, DeliveryResource> };

async function resultJson(
  { refusedBuyers }: BatchDeps,
  { accountId, result, receipts }: One,
): Promise<DeliveryResult> {
  switch (result.outcome) {
    case 'delivered':
    case 'pending': {
      const receipt = receipts.get(result.delivery.id);
      if (receipt === undefined) throw new TypeError('an accepted lead has a receipt');
      const { outcome, ...delivery } = receipt;
      return { ...delivery, outcome: outcome === 'refused' ? 'delivered' : outcome };
    }
    case 'refused': {
      const buyer = await refusedBuyers(accountId, result.delivery.buyerId, result.code);
      const { code } = result;
      return { outcome: 'refused', code, detail: REFUSAL_REASONS[code], ...refusalDetails(result, buyer) };
    }
    default: {
      const { code, message } = undecidedProblem(result);
      return { outcome: 'error', code, detail: message };
    }
  }
}
