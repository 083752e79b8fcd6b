import type { FailingCharge } from '@drawdown/ledger';
import type { ChargeActionResource } from '@drawdown/shared/http';
import { formatMoney } from '@drawdown/shared/money';
import { declineWords } from '@drawdown/shared/payments';
import type { RetryNowResult } from '@drawdown/shared/workflows';
import type { Logger } from 'pino';
import type { Caller } from '../auth/caller.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { cardName } from '../payment-methods/resource.ts';
import type { Asked } from '../temporal/ask-workflow.ts';
import type { Closing } from '../temporal/charge-workflows.ts';
import { topUpJson } from '../top-ups/resource.ts';
import { askPatiently } from './ask-patiently.ts';
import { requireFailing } from './failing.ts';
import { failingChargeJson } from './resource.ts';

type ActInput = { caller: Caller; chargeId: string; log: Logger; note?: string | undefined };

type Result = Pick<ChargeActionResource, 'outcome' | 'words' | 'decline'>;

/** Tries a failing charge at once, with the card that its payer has now. */
export async function retryNow(deps: Deps, input: ActInput): Promise<ChargeActionResource> {
  const failing = await requireFailing(deps.ledger, input.caller.accountId, input.chargeId);
  const message = messageOf(input, 'tried again by hand');
  const result = await reach(deps, input, () => deps.chargeWorkflows.retryNow(input.chargeId, message));
  return conclude(deps, failing, retryResult(failing, result));
}

type CloseInput = ActInput & { closing: Closing; reference?: string | undefined };

/** Ends a failing charge in another way than by its card. Its workflow decides: only Stripe knows what is on its way. */
export async function closeCharge(deps: Deps, input: CloseInput): Promise<ChargeActionResource> {
  const { closing, reference, chargeId } = input;
  const failing = await requireFailing(deps.ledger, input.caller.accountId, chargeId);
  const message = { ...messageOf(input, CLOSED_WORDS[closing]), ...(reference ? { reference } : {}) };
  const result = await reach(deps, input, () => deps.chargeWorkflows.close(chargeId, closing, message));
  if (!result.closed)
    throw new ProblemError('state_conflict', `This charge cannot be ended now: ${result.because}`);
  return conclude(deps, failing, { outcome: 'closed', words: CLOSED_WORDS[closing], decline: null });
}

const CLOSED_WORDS = {
  stop: 'Nothing more is tried; the top-up is canceled.',
  mark_paid: 'Recorded as paid outside; the wallet is credited.',
  write_off: 'Written off; the top-up is canceled.',
} as const satisfies Record<Closing, string>;

function messageOf({ caller, note }: ActInput, otherwise: string) {
  return { by: caller.actor.label, actor: caller.actor, reason: note ?? otherwise };
}

/** What the workflow answered. @throws ProblemError where it did not, or does something else just now. */
async function reach<T>(
  { ledger }: Deps,
  { caller, chargeId, log }: ActInput,
  ask: () => Promise<Asked<T>>,
): Promise<T> {
  let asked: Asked<T>;
  try {
    asked = await askPatiently(ledger, { accountId: caller.accountId, chargeId, ask });
  } catch (error) {
    log.warn({ err: error, chargeId }, 'the workflow of a failing charge did not answer');
    throw unavailable();
  }
  switch (asked.outcome) {
    case 'answered':
      return asked.result;
    case 'refused':
      throw new ProblemError('state_conflict', `This is not possible at this moment: ${asked.because}`);
    case 'not_running':
      // The janitor starts it again.
      throw unavailable();
  }
}

function unavailable(): ProblemError {
  return new ProblemError(
    'unavailable',
    'The charge could not be reached in time; look at its state before you try again.',
    { headers: { 'Retry-After': '5' }, extra: { retryAfterMs: 5_000 } },
  );
}

function retryResult({ charge }: FailingCharge, result: RetryNowResult): Result {
  switch (result.outcome) {
    case 'paid':
      return { outcome: 'paid', words: `${formatMoney(charge.amount)} was charged.`, decline: null };
    case 'declined': {
      const decline = { code: result.code, ...declineWords(result.code) };
      return {
        outcome: 'declined',
        words: `${cardName(charge.paymentMethod)} was declined again. ${decline.message}`,
        decline,
      };
    }
    case 'waiting':
      return { outcome: 'waiting', words: result.because, decline: null };
  }
}

async function conclude(deps: Deps, before: FailingCharge, result: Result): Promise<ChargeActionResource> {
  const { ledger, config } = deps;
  const { charge, topUpId, walletId, affectedBuyers } = before;
  const { accountId } = charge;
  ledger.changes.publish(accountId, { type: 'charge.changed', chargeId: charge.id });
  ledger.changes.publish(accountId, { type: 'top_up.changed', topUpId, walletId });
  ledger.changes.publish(accountId, { type: 'wallet.changed', walletId });
  for (const { buyerId } of affectedBuyers)
    ledger.changes.publish(accountId, { type: 'buyer.changed', buyerId });
  const [failing, topUp] = await Promise.all([
    ledger.collections.get(accountId, charge.id),
    ledger.topUps.get(accountId, topUpId),
  ]);
  if (topUp === null) throw new TypeError(`top-up ${topUpId} has a charge but does not exist`);
  return {
    ...result,
    charge: failing === null ? null : failingChargeJson(failing, config),
    topUp: topUpJson(topUp, config),
  };
}
