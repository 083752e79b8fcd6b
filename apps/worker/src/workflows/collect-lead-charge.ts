import type { LeadChargeInput, LeadOutcome } from '@drawdown/shared/workflows';
import { allHandlersFinished, CancellationScope, condition } from '@temporalio/workflow';
import type { KnownOutcome } from './charging/attempt.ts';
import { confirmUntilKnown, ensurePaymentIntent } from './charging/charge-card.ts';
import { waitForStripe } from './charging/processing.ts';
import { ledger } from './lead-charge/activities.ts';
import { companyOf } from './lead-charge/company.ts';
import { type Conversation, openConversation } from './lead-charge/conversation.ts';
import { cancelDeclined, decline, deliver, refuse, withoutAttempt } from './lead-charge/endings.ts';
import { attemptOf, type Flow } from './lead-charge/flow.ts';

/**
 * Charges a card for one lead that waits for it. Unknown is neither paid nor declined: the lead stays pending until Stripe
 * has said what became of the attempt. There is one attempt; a decline ends in a lead that is refused, or in one that is
 * delivered on trust while its charge is collected as a top-up.
 */
export async function collectLeadCharge(input: LeadChargeInput): Promise<LeadOutcome> {
  const { cancelRequested } = CancellationScope.current();
  return CancellationScope.nonCancellable(async () => {
    // Opened in here: who waits for the outcome hears of it also when the process is canceled.
    const conversation = openConversation();
    // A cancellation asked for at Temporal is a wish to give the lead up, not a reason to drop a charge half way.
    cancelRequested.catch(() => conversation.requestCancel());
    const ending = await chargeThenDeliver(input, conversation);
    conversation.close(ending);
    await condition(allHandlersFinished);
    return ending;
  });
}

async function chargeThenDeliver(input: LeadChargeInput, conversation: Conversation): Promise<LeadOutcome> {
  const facts = await ledger.beginLead(input.chargeId);
  if (facts.state === 'decided') return { status: facts.outcome };
  const flow: Flow = { input, facts, conversation };
  conversation.begin(facts);
  // 1. What an earlier run recorded as declined is only to be refused.
  if (facts.declineCode !== null) return endDeclined(flow, facts.paymentIntentId);

  // 2. The card's limits permit the attempt, before Stripe hears of it.
  const { chargeId } = input;
  const reserved = await ledger.reserveLeadAttempt({ chargeId, attempt: facts.attempt });
  if (reserved.outcome !== 'pending') return withoutAttempt(flow, reserved);

  // 3. The payment is set up, and its id stored.
  const attempt = attemptOf(flow);
  const company = companyOf(flow);
  const paymentIntent = await ensurePaymentIntent(attempt, company);
  switch (paymentIntent.outcome) {
    case 'givenUp':
      return refuse(flow);
    case 'rejected': {
      const ending = await decline(flow, {
        outcome: 'declined',
        paymentIntentId: null,
        decline: paymentIntent.decline,
      });
      return ending ?? refuse(flow);
    }
    case 'ready': {
      // 4. The card is charged.
      const { paymentIntentId } = paymentIntent;
      return finish(flow, await confirmUntilKnown(attempt, company, paymentIntentId));
    }
  }
}

async function endDeclined(flow: Flow, paymentIntentId: string | null): Promise<LeadOutcome> {
  if (paymentIntentId === null) return refuse(flow);
  return finish(flow, await cancelDeclined(flow, paymentIntentId));
}

/** 5. By what Stripe says, the lead is delivered or refused. */
async function finish(flow: Flow, outcome: KnownOutcome): Promise<LeadOutcome> {
  switch (outcome.outcome) {
    case 'succeeded':
      return deliver(flow, outcome);
    case 'canceled':
      return refuse(flow);
    case 'processing':
      return finish(flow, await waitForStripe(attemptOf(flow), companyOf(flow), outcome));
    case 'declined':
    case 'requiresAction': {
      const ending = await decline(flow, outcome);
      return ending ?? endDeclined(flow, outcome.paymentIntentId);
    }
  }
}
