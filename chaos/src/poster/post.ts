import type { DeliverLeadResult, Ledger } from '@drawdown/ledger';
import { keyed, tester, usd } from '@drawdown/ledger/testing';
import type { Answer } from './messages.ts';
import { keyOf, leadOf, type Posting, type PostingPlan } from './plan.ts';

type Answered = Omit<Answer, 'n' | 'failures'>;

/** Asks for one posting. It rejects where nobody can say what became of it; asking again is then safe. */
export async function post(ledger: Ledger, plan: PostingPlan, posting: Posting): Promise<Answered> {
  switch (posting.kind) {
    case 'draw':
      return read(await ledger.deliveries.deliver(leadFor(plan, plan.rich.buyerId, posting)));
    case 'keyed_draw': {
      const lead = leadFor(plan, plan.poor.buyerId, posting);
      return read(await ledger.deliveries.deliver({ ...lead, ...keyed(keyOf(posting.n)) }));
    }
    case 'captured_hold':
      return captureHold(ledger, plan, posting);
    case 'credit':
      return credit(ledger, plan, posting);
  }
}

function leadFor({ accountId }: PostingPlan, buyerId: string, { n, amountMinor }: Posting) {
  return { accountId, buyer: { id: buyerId }, leadId: leadOf(n), price: usd(amountMinor) };
}

function read(result: DeliverLeadResult): Answered {
  if (result.outcome !== 'delivered' && result.outcome !== 'refused') throw new Unexpected(result.outcome);
  const { outcome, replayed, delivery } = result;
  return {
    outcome,
    replayed,
    id: delivery.id,
    balanceAfterMinor: delivery.balanceAfter?.amountMinor ?? null,
  };
}

async function captureHold(
  ledger: Ledger,
  plan: PostingPlan,
  { n, amountMinor }: Posting,
): Promise<Answered> {
  const { accountId, rich } = plan;
  const placed = await ledger.holds.place({
    accountId,
    buyerId: rich.buyerId,
    amount: usd(amountMinor + 5n),
    lifetimeMs: 86_400_000,
    ...keyed(keyOf(n)),
  });
  if (placed.outcome !== 'placed') throw new Unexpected(placed.outcome);
  const captured = await ledger.holds.capture({
    accountId,
    holdId: placed.hold.id,
    leadId: leadOf(n),
    amount: usd(amountMinor),
  });
  if (captured.outcome !== 'captured') throw new Unexpected(captured.outcome);
  const { delivery, replayed } = captured;
  return {
    outcome: 'delivered',
    replayed,
    id: delivery.id,
    balanceAfterMinor: delivery.balanceAfter?.amountMinor ?? null,
  };
}

async function credit(ledger: Ledger, plan: PostingPlan, { n, amountMinor }: Posting): Promise<Answered> {
  const { accountId, poor } = plan;
  const result = await ledger.topUps.request(
    {
      accountId,
      walletId: poor.walletId,
      amount: usd(amountMinor),
      funding: 'external',
      reference: leadOf(n),
      ...keyed(keyOf(n)),
    },
    tester,
  );
  if (result.outcome !== 'accepted') throw new Unexpected(result.outcome);
  const { topUp, replayed } = result;
  if (topUp.status !== 'succeeded') throw new Unexpected(topUp.status);
  return {
    outcome: 'credited',
    replayed,
    id: topUp.id,
    balanceAfterMinor: topUp.balanceAfter?.amountMinor ?? null,
  };
}

/** An answer that nothing in the plan can lead to: no fault of the connection, so repeating it would hide it. */
export class Unexpected extends Error {}
