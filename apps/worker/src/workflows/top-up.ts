import type { TopUpInput } from '@drawdown/shared/workflows';
import { allHandlersFinished, CancellationScope, condition } from '@temporalio/workflow';
import { ledger } from './top-up/activities.ts';
import { confirmUntilKnown, ensurePaymentIntent } from './top-up/charging.ts';
import { type Conversation, openConversation } from './top-up/conversation.ts';
import { cancel, credit, decline, type Ending } from './top-up/endings.ts';
import type { Flow } from './top-up/flow.ts';
import { waitForPayer, waitForStripe } from './top-up/waiting.ts';

/**
 * Charges a card, then credits the wallet. Unknown is neither failed nor done: the card is asked again only once
 * Stripe has said that the attempt before did not happen. Money that came in is credited, whatever else was wanted.
 */
export async function topUp(input: TopUpInput): Promise<Ending> {
  const conversation = openConversation();
  // A cancellation asked for at Temporal is a wish to give the top-up up, not a reason to drop a charge half way.
  CancellationScope.current().cancelRequested.catch(() =>
    conversation.requestCancel({ by: 'an operator', reason: 'Canceled in Temporal' }),
  );
  return CancellationScope.nonCancellable(async () => {
    const ending = await chargeThenCredit(input, conversation);
    conversation.close(ending);
    await condition(allHandlersFinished);
    return ending;
  });
}

async function chargeThenCredit(input: TopUpInput, conversation: Conversation): Promise<Ending> {
  const facts = await ledger.beginTopUp(input.topUpId);
  if (facts.state === 'ended') return endedBefore(facts);
  const flow: Flow = { input, facts, conversation };
  conversation.begin(facts);

  const paymentIntent = await ensurePaymentIntent(flow);
  if (paymentIntent.outcome === 'rejected')
    return decline(flow, { paymentIntentId: null, decline: paymentIntent.decline });
  if (paymentIntent.outcome === 'givenUp') return cancel(flow, null);

  let outcome = await confirmUntilKnown(flow, paymentIntent.paymentIntentId);
  for (;;) {
    switch (outcome.outcome) {
      case 'succeeded':
        return credit(flow, outcome);
      case 'declined':
        return decline(flow, outcome);
      case 'canceled':
        return cancel(flow, outcome.paymentIntentId);
      case 'requiresAction':
        outcome = await waitForPayer(flow, outcome);
        break;
      case 'processing':
        outcome = await waitForStripe(flow, outcome);
        break;
    }
  }
}

function endedBefore(facts: { status: Ending['status']; declineCode: string | null }): Ending {
  return facts.status === 'declined'
    ? { status: 'declined', code: facts.declineCode ?? 'card_declined' }
    : { status: facts.status };
}
