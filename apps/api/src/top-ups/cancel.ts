import type { TopUp } from '@drawdown/ledger';
import { isFinalTopUpStatus } from '@drawdown/shared/codes';
import type { CancelTopUpResult } from '@drawdown/shared/workflows';
import type { Logger } from 'pino';
import type { Caller } from '../auth/caller.ts';
import type { Deps } from '../deps.ts';
import { notFound, ProblemError } from '../http/problem.ts';
import { publishTopUpChange } from './request.ts';

type CancelInput = { caller: Caller; topUpId: string; reason: string | undefined; log: Logger };

/** The canceled top-up. Its workflow decides, because only Stripe knows whether the money is already on its way. */
export async function cancelTopUp(deps: Deps, { caller, topUpId, reason, log }: CancelInput): Promise<TopUp> {
  const topUp = await deps.ledger.topUps.get(caller.accountId, topUpId);
  if (topUp === null) throw notFound('top-up');
  if (isFinalTopUpStatus(topUp.status))
    throw new ProblemError('state_conflict', `This top-up has ended as ${topUp.status}.`);

  const result = await askWorkflow(deps, { caller, topUpId, reason, log });
  if (result === null)
    throw new ProblemError('state_conflict', 'The charge is just being started. Try again in a moment.');
  if (!result.canceled)
    throw new ProblemError('state_conflict', `This top-up cannot be canceled: ${result.because}`);

  publishTopUpChange(deps.ledger, topUp);
  return (await deps.ledger.topUps.get(caller.accountId, topUpId)) ?? topUp;
}

async function askWorkflow(
  deps: Deps,
  { caller, topUpId, reason, log }: CancelInput,
): Promise<CancelTopUpResult | null> {
  const input = { by: caller.actor.label, reason: reason ?? 'canceled by the admin' };
  try {
    return await deps.topUpWorkflows.cancel(topUpId, input);
  } catch (error) {
    log.warn({ err: error, topUpId }, 'cancel did not reach the workflow');
    throw new ProblemError(
      'unavailable',
      'The top-up could not be reached in time; look at its state before you try again.',
      { headers: { 'Retry-After': '5' } },
    );
  }
}
