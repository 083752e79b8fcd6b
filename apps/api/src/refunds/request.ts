import type { Ledger, Refund } from '@drawdown/ledger';
import type { CreateRefundRequest } from '@drawdown/shared/http';
import { moneyFromJson } from '@drawdown/shared/money';
import type { Caller } from '../auth/caller.ts';
import type { Deps } from '../deps.ts';
import { idempotencyOf } from '../http/idempotency.ts';
import { refundProblem } from './problems.ts';

type RequestInput = {
  caller: Caller;
  topUpId: string;
  body: CreateRefundRequest;
  idempotencyKey: string | null;
  path: string;
};

/**
 * Takes the money from the wallet and waits a few seconds for what Stripe says. The row and its outbox message stand
 * before Temporal is asked, so whatever goes wrong from then on is a delay and never a loss.
 */
export async function requestRefund(
  deps: Deps,
  { caller, topUpId, body, idempotencyKey, path }: RequestInput,
): Promise<{ refund: Refund; replayed: boolean }> {
  const result = await deps.ledger.refunds.request(
    {
      ...body,
      accountId: caller.accountId,
      topUpId,
      amount: moneyFromJson(body.amount),
      idempotency: idempotencyOf(idempotencyKey, path, body),
    },
    caller.actor,
  );
  if (result.outcome !== 'accepted') throw refundProblem(result);
  if (result.replayed) return { refund: result.refund, replayed: true };
  publishRefundChange(deps.ledger, result.refund);
  return { refund: await startRefund(deps, result.refund), replayed: false };
}

/** Has the refund's workflow run and waits a few seconds for what it says first. Never throws. */
export async function startRefund(deps: Deps, refund: Refund): Promise<Refund> {
  const { ledger, refundWorkflows, log } = deps;
  if (refund.status !== 'pending') return refund;
  const { started } = await refundWorkflows.startAndAwaitFirstOutcome(refund);
  try {
    if (started) await ledger.outbox.refundStarted(refund.id);
    return (await ledger.refunds.find(refund.id)) ?? refund;
  } catch (error) {
    // The refund was accepted and goes on; the caller must not take this for a refusal.
    log.error({ err: error, refundId: refund.id }, 'refund could not be read again');
    return refund;
  }
}

export function publishRefundChange({ changes }: Pick<Ledger, 'changes'>, refund: Refund): void {
  const { id: refundId, accountId, walletId, topUpId } = refund;
  changes.publish(accountId, { type: 'refund.changed', refundId, walletId });
  if (walletId === null) return;
  changes.publish(accountId, { type: 'wallet.changed', walletId });
  if (topUpId !== null) changes.publish(accountId, { type: 'top_up.changed', topUpId, walletId });
}
