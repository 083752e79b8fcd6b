import type { DeliverLeadInput, DeliverLeadResult, Ledger } from '@drawdown/ledger';
import type { DeliveryResult } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import type { Answer } from '../http/answer.ts';
import { REPLAYED_HEADER } from '../http/answer.ts';
import { ProblemError } from '../http/problem.ts';
import { awaitDecision, type DecisionDeps } from './await-decision.ts';
import { awaitDecisions } from './await-decisions.ts';
import { batchJson } from './batch.ts';
import { oneDeliveryJson } from './receipts.ts';
import { REFUSAL_REASONS } from './refusal-words.ts';
import type { RefusedBuyers } from './refused-buyers.ts';
import { refusalDetails } from './resource.ts';
import { undecidedProblem } from './undecided.ts';

export type DeliverDeps = Pick<Deps, 'metrics' | 'config'> & DecisionDeps & { refusedBuyers: RefusedBuyers };

/** A lead, and how long its caller waits for a card that is being charged. */
export type AskedLead = { input: DeliverLeadInput; waitMs: number };

/** Decides and pays one lead. @throws ProblemError when it is not delivered. */
export async function deliverOne(deps: DeliverDeps, { input, waitMs }: AskedLead): Promise<Answer> {
  const decided = await deps.ledger.deliveries.deliver(input);
  const result = decided.outcome === 'pending' ? await awaitDecision(deps, decided, waitMs) : decided;
  record(deps, input.accountId, [result]);
  switch (result.outcome) {
    case 'delivered':
    case 'pending':
      return {
        kind: 'json',
        status: result.outcome === 'pending' ? 202 : 201,
        body: await oneDeliveryJson(deps, result.delivery),
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
export async function deliverMany(deps: DeliverDeps, leads: AskedLead[]): Promise<DeliveryResult[]> {
  const accountId = leads[0]?.input.accountId;
  if (accountId === undefined) return [];
  const decided = await deps.ledger.deliveries.deliverBatch(leads.map(({ input }) => input));
  const results = await awaitDecisions(deps, decided, leads);
  record(deps, accountId, results);
  return batchJson(deps, accountId, results);
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
        if (result.delivery.fundedBy !== 'wallet')
          ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId: result.delivery.buyerId });
        break;
      case 'pending':
        if (!result.replayed) metrics.countDelivery('pending');
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
