import type { ChargeAttempt, Refund, TopUp } from '@drawdown/ledger';
import { formatMoney } from '@drawdown/shared/money';
import { declineWords } from '@drawdown/shared/payments';
import { cardName } from '../payment-methods/resource.ts';

type TimelineItem = { at: string; text: string };

/** What happened to a top-up, oldest first, in words for people. */
export function topUpTimeline(topUp: TopUp): TimelineItem[] {
  const items = [
    { at: topUp.createdAt, text: `Requested by ${topUp.requestedBy.label}.` },
    ...topUp.attempts.flatMap((attempt) => attemptItems(attempt, topUp.updatedAt)),
    ...endItems(topUp),
    ...topUp.refunds.flatMap(refundItems),
    ...correctionItems(topUp),
  ];
  return items
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, text }) => ({ at: at.toISOString(), text }));
}

/** An attempt that is not decided yet stands where it stood when the top-up last changed. */
function attemptItems(attempt: ChargeAttempt, updatedAt: Date): { at: Date; text: string }[] {
  const { number, startedAt, decidedAt, card } = attempt;
  const start = { at: startedAt, text: `Attempt ${number}: ${cardName(card)} is charged.` };
  const outcome = outcomeText(attempt);
  if (outcome === null) return [start];
  return [start, { at: decidedAt ?? updatedAt, text: `Attempt ${number}: ${outcome}` }];
}

function outcomeText({ outcome, decline }: ChargeAttempt): string | null {
  switch (outcome) {
    case 'pending':
      return null;
    case 'succeeded':
      return 'paid.';
    case 'processing':
      return 'the bank is still working on it.';
    case 'requiresAction':
      return 'the payer must confirm the payment (3-D Secure).';
    case 'declined':
      return `declined. ${decline === null ? '' : declineWords(decline.code).message}`.trim();
    case 'canceled':
      return 'canceled at Stripe; nothing was charged.';
    case 'unknown':
      return 'no clear answer from Stripe; we look for ourselves before anything else happens.';
  }
}

function endItems({ status, endedAt, amount, reason, funding }: TopUp): { at: Date; text: string }[] {
  if (endedAt === null) return [];
  switch (status) {
    case 'succeeded':
      return [{ at: endedAt, text: `${formatMoney(amount)} credited to the wallet.` }];
    case 'declined':
      return [{ at: endedAt, text: 'Ended as declined; nothing was credited.' }];
    case 'canceled': {
      const why = reason === null || funding === 'promotional' ? '' : ` (${reason})`;
      return [{ at: endedAt, text: `Canceled${why}; nothing was charged.` }];
    }
    case 'pending':
    case 'processing':
    case 'requires_action':
    case 'retrying':
      return [];
  }
}

function refundItems({ amount, origin, status, requestedBy, createdAt, endedAt, card }: Refund) {
  const begun =
    origin === 'dashboard'
      ? `${formatMoney(amount)} refunded in Stripe's dashboard; the wallet follows.`
      : `Refund of ${formatMoney(amount)} to ${cardName(card)}, asked for by ${requestedBy.label}.`;
  const start = { at: createdAt, text: begun };
  if (status !== 'failed' || endedAt === null) return [start];
  return [start, { at: endedAt, text: `The refund of ${formatMoney(amount)} failed; credited again.` }];
}

function correctionItems({ correction }: TopUp): { at: Date; text: string }[] {
  if (correction === null) return [];
  const { amount, reason, at } = correction;
  return [{ at, text: `Corrected by ${formatMoney(amount)}: ${reason}.` }];
}
