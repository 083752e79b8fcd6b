import type { Ledger, TopUp } from '@drawdown/ledger';
import type { TopUpFunding } from '@drawdown/shared/codes';
import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { CreateTopUpRequest } from '@drawdown/shared/http';
import { moneyFromJson } from '@drawdown/shared/money';
import { requireScope } from '../auth/authorize.ts';
import type { Caller } from '../auth/caller.ts';
import type { Deps } from '../deps.ts';
import { idempotencyOf } from '../http/idempotency.ts';
import { fieldProblem } from '../http/problem.ts';
import { topUpProblem } from './refusals.ts';

type RequestInput = {
  caller: Caller;
  walletId: string;
  body: CreateTopUpRequest;
  idempotencyKey: string | null;
  path: string;
};

/**
 * Asks the ledger for the top-up and, where a card pays, waits a few seconds for its first outcome. The row and its
 * outbox message stand before Temporal is asked, so whatever goes wrong from then on is a delay and never a loss.
 */
export async function requestTopUp(
  deps: Deps,
  input: RequestInput,
): Promise<{ topUp: TopUp; replayed: boolean }> {
  const { caller, walletId, body, idempotencyKey, path } = input;
  requireScope(caller, needsGrant(body.funding) ? 'credit:grant' : 'top_ups:write');
  requireSoundRequest(body);

  const request = {
    ...body,
    accountId: caller.accountId,
    walletId,
    amount: moneyFromJson(body.amount),
    idempotency: idempotencyOf(idempotencyKey, path, body),
  };
  const result = await deps.ledger.topUps.request(request, caller.actor);
  if (result.outcome !== 'accepted') throw topUpProblem(result);
  if (result.replayed) return { topUp: result.topUp, replayed: true };

  publishTopUpChange(deps.ledger, result.topUp);
  const topUp = await startCharge(deps, result.topUp);
  deps.metrics.countTopUp(topUp.status);
  return { topUp, replayed: false };
}

/** Has the top-up's workflow run and waits a few seconds for what it says first. Never throws. */
export async function startCharge(deps: Deps, topUp: TopUp): Promise<TopUp> {
  const { ledger, topUpWorkflows, log } = deps;
  if (topUp.chargeId === null || isFinalTopUpStatus(topUp.status)) return topUp;
  const { started } = await topUpWorkflows.startAndAwaitFirstOutcome(topUp, topUp.chargeId);
  try {
    if (started) await ledger.outbox.topUpStarted(topUp.id);
    return (await ledger.topUps.get(topUp.accountId, topUp.id)) ?? topUp;
  } catch (error) {
    // The top-up was accepted and goes on; the caller must not take this for a refusal.
    log.error({ err: error, topUpId: topUp.id }, 'top-up could not be read again');
    return topUp;
  }
}

export function publishTopUpChange({ changes }: Ledger, { accountId, id, walletId }: TopUp): void {
  changes.publish(accountId, { type: 'top_up.changed', topUpId: id, walletId });
  changes.publish(accountId, { type: 'wallet.changed', walletId });
}

function needsGrant(funding: TopUpFunding): boolean {
  return funding === 'external' || funding === 'promotional';
}

/** What the fields of one funding mean nothing to another. */
function requireSoundRequest({ funding, reason, paymentMethodId, invoice }: CreateTopUpRequest): void {
  if (funding === 'promotional' && reason === undefined)
    throw fieldProblem('validation_failed', 'reason', 'is required for promotional credit');
  if (needsGrant(funding) && paymentMethodId !== undefined)
    throw fieldProblem('validation_failed', 'paymentMethodId', 'has no meaning when no card is charged');
  if (needsGrant(funding) && invoice === true)
    throw fieldProblem('validation_failed', 'invoice', 'is only possible where a card pays');
}
