import { type Decline, declineWords } from '@drawdown/shared/payments';
import type { FirstOutcome } from '@drawdown/shared/workflows';
import type { Only } from '../charging/attempt.ts';
import { ledger } from './activities.ts';
import { attemptOf, type Flow } from './flow.ts';

export type Ending = Extract<FirstOutcome, { status: 'succeeded' | 'declined' | 'canceled' }>;

/** `attempt` null: what brought the money is recorded already. */
export async function credit(
  flow: Flow,
  { outcome, attempt }: { outcome: Only<'succeeded'>; attempt: number | null },
): Promise<Ending> {
  const { conversation } = flow;
  conversation.enter({ flowState: 'crediting', words: 'The card was charged; crediting the wallet.' });
  await ledger.creditTopUp({ ...attemptOf(flow), attempt, outcome });
  conversation.enter({
    flowState: 'succeeded',
    words: 'Done: the card was charged and the wallet credited.',
  });
  conversation.answerCancelRequests({
    canceled: false,
    because: 'The card had been charged already; the wallet has been credited.',
  });
  return { status: 'succeeded' };
}

export async function decline(
  flow: Flow,
  { paymentIntentId, decline: said }: { paymentIntentId: string | null; decline: Decline },
): Promise<Ending> {
  const { conversation } = flow;
  await ledger.declineTopUp({ ...attemptOf(flow), paymentIntentId, decline: said });
  const { message, nextStep } = declineWords(said.code);
  conversation.enter({
    flowState: 'declined',
    words: `Declined (${said.code}): ${message} ${nextStep}`,
    failureCode: said.code,
  });
  conversation.answerCancelRequests({
    canceled: false,
    because: 'The card has been declined; nothing was charged.',
  });
  return { status: 'declined', code: said.code };
}

/** The database knows how it ended, because another process ended it. */
export function endedBefore(facts: { status: Ending['status']; declineCode: string | null }): Ending {
  return facts.status === 'declined'
    ? { status: 'declined', code: facts.declineCode ?? 'card_declined' }
    : { status: facts.status };
}

/** The payment can no longer succeed: it was canceled at Stripe, or never confirmed. */
export async function cancel(flow: Flow, paymentIntentId: string | null): Promise<Ending> {
  const { conversation } = flow;
  const { by, reason } = conversation.cancelRequest() ?? { by: 'Stripe', reason: 'Canceled at Stripe' };
  await ledger.cancelTopUp({ ...attemptOf(flow), paymentIntentId, by, reason });
  conversation.enter({ flowState: 'canceled', words: `Canceled by ${by}: ${reason}. Nothing was charged.` });
  conversation.answerCancelRequests({ canceled: true });
  return { status: 'canceled' };
}
