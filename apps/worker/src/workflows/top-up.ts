import type { TopUpInput } from '@drawdown/shared/workflows';
import { allHandlersFinished, CancellationScope, condition, patched } from '@temporalio/workflow';
import type { KnownOutcome } from './charging/attempt.ts';
import { confirmUntilKnown, ensurePaymentIntent } from './charging/charge-card.ts';
import { waitForStripe } from './charging/processing.ts';
import { ledger } from './top-up/activities.ts';
import { canceledInTemporal } from './top-up/canceled-in-temporal.ts';
import { companyOf } from './top-up/company.ts';
import { type Conversation, openConversation } from './top-up/conversation.ts';
import { cancel, credit, decline, type Ending, endedBefore } from './top-up/endings.ts';
import { attemptOf, type Flow, firstAttempt } from './top-up/flow.ts';
import { collect, collectSetAside, declineThenCollect, reserve } from './top-up/retrying.ts';
import { waitForPayer } from './top-up/waiting-for-payer.ts';

/** In histories from before, a decline ends the top-up. */
const COLLECTS = 'declined charges are collected';

/**
 * Charges a card, then credits the wallet. Unknown is neither failed nor done: the card is asked again only once
 * Stripe has said that the attempt before did not happen. A decline is handed to `chargeRetry`, whose end is awaited.
 * Money that came in is credited, whatever else was wanted.
 */
export async function topUp(input: TopUpInput): Promise<Ending> {
  const { cancelRequested } = CancellationScope.current();
  return CancellationScope.nonCancellable(async () => {
    // Opened in here: who waits for an outcome is answered also when the process is canceled.
    const conversation = openConversation();
    cancelRequested.catch(() => canceledInTemporal(conversation));
    const ending = await chargeThenCredit(input, conversation);
    conversation.close(ending);
    await condition(allHandlersFinished);
    return ending;
  });
}

async function chargeThenCredit(input: TopUpInput, conversation: Conversation): Promise<Ending> {
  const facts = await ledger.beginTopUp(input.topUpId);
  if (facts.state === 'ended') return endedBefore(facts);
  const flow: Flow = { input, facts, conversation, collects: patched(COLLECTS) };
  conversation.begin(facts);
  if (flow.collects) {
    // 1. What an earlier run left failing goes on where it was.
    if (facts.isFailing) return collect(flow, { begunBefore: true });
    if (facts.setAside) return collectSetAside(flow, facts.setAside);
    // 2. The card's budget permits the attempt, before Stripe hears of it.
    const refused = await reserve(flow);
    if (refused) return collect(flow, { begunBefore: false, refused });
  }

  // 3. The payment is set up, and its id stored.
  const attempt = firstAttempt(flow);
  const company = companyOf(flow);
  const paymentIntent = await ensurePaymentIntent(attempt, company);
  if (paymentIntent.outcome === 'rejected')
    return decline(flow, { paymentIntentId: null, decline: paymentIntent.decline });
  if (paymentIntent.outcome === 'givenUp') return cancel(flow, null);

  // 4. The card is charged.
  let outcome: KnownOutcome = await confirmUntilKnown(attempt, company, paymentIntent.paymentIntentId);
  for (;;) {
    switch (outcome.outcome) {
      case 'succeeded':
        // 5. The wallet is credited.
        return credit(flow, { outcome, attempt: attemptOf(flow).attempt });
      case 'declined':
        // 6. Or the decline is recorded with all that follows, and the charge collected later.
        return flow.collects ? declineThenCollect(flow, outcome) : decline(flow, outcome);
      case 'requiresAction':
        if (flow.collects) return declineThenCollect(flow, outcome);
        outcome = await waitForPayer(flow, outcome);
        break;
      case 'canceled':
        return cancel(flow, outcome.paymentIntentId);
      case 'processing':
        outcome = await waitForStripe(attempt, company, outcome);
        break;
    }
  }
}
