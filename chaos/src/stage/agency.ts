import { randomBytes } from 'node:crypto';
import type { Buyer, CreateBuyerInput, Ledger, Payer, SaveAutoTopUpInput, TopUp } from '@drawdown/ledger';
import { openScenario, tester, usd } from '@drawdown/ledger/testing';
import type { RetryPolicy } from '@drawdown/shared/retries';
import type { WorkerBench } from '@drawdown/worker/testing';
import type pg from 'pg';

export type Agency = Awaited<ReturnType<typeof openAgency>>;

export type Requested = TopUp & { chargeId: string };

type Stage = { bench: WorkerBench; sql: pg.Pool };
type Rule = {
  threshold?: number;
  amount?: number;
  dailyLimit?: number;
  buyerPays?: boolean;
  enabled?: boolean;
};

/** Seconds where the standard policy has days. */
export const HASTY_POLICY: RetryPolicy = {
  softFunds: [1, 1, 1],
  softIssuer: [1, 1, 1],
  softTechnical: [1, 1, 1],
  giveUpAfter: 30 * 24 * 3600,
};

/** An agency with somebody who reads its mail, whose buyers' cards exist at Stripe too. */
export async function openAgency({ bench, sql }: Stage, policy: RetryPolicy | null = null) {
  const { ledger, payments } = bench;
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  await ledger.users.ensure({
    accountId,
    email: `${accountId}@agency.example`,
    name: 'Ada',
    role: 'owner',
    passwordHash: 'none',
  });
  if (policy)
    await ledger.accounts.updateSettings(accountId, { retryPolicy: { ...policy, label: null } }, tester);

  return {
    ...scenario,
    buyerWithCard,
    bringCard,
    topUp,
    autoTopUp,
    mails,
    pausesOf,
    owedBy,
  };

  async function buyerWithCard(testCard: string, input: Partial<CreateBuyerInput> = {}): Promise<Buyer> {
    const buyer = await scenario.buyer(input);
    await bringCard({ kind: 'buyer', buyerId: buyer.id }, testCard);
    return buyer;
  }

  /** Saves a card and makes it the payer's default, with all that follows, as the API does. */
  async function bringCard(payer: Payer, testCard: string) {
    const customerId = await customerOf(payer);
    const saved = await payments.saveCard({ customerId, source: { testCard } });
    if (saved.outcome !== 'saved') throw new Error(`the card was not saved: ${saved.outcome}`);
    const card = await ledger.paymentMethods.save({ accountId, payer, ...saved.card }, tester);
    await ledger.paymentMethods.setDefault(accountId, payer, card.id, tester);
    return card;
  }

  async function customerOf(payer: Payer): Promise<string> {
    const known = await ledger.paymentMethods.stripeCustomerId(accountId, payer);
    if (known !== null) return known;
    const { customerId } = await payments.createCustomer({
      idempotencyKey: `cus:${randomBytes(8).toString('hex')}`,
      name: 'Acme Solar',
      email: null,
      metadata: { accountId },
    });
    return ledger.paymentMethods.rememberStripeCustomer(accountId, payer, customerId);
  }

  /** Asked for by a person, with the buyer's card. */
  async function topUp(
    { id: buyerId, walletId }: { id: string; walletId: string },
    amountMinor = 25_000,
    more: { invoice?: boolean } = {},
  ): Promise<Requested> {
    const result = await ledger.topUps.request(
      { accountId, walletId, buyerId, amount: usd(amountMinor), funding: 'buyer_card', ...more },
      tester,
    );
    if (result.outcome !== 'accepted') throw new Error(`the top-up was not accepted: ${result.outcome}`);
    return charged(result.topUp);
  }

  /** Turns the wallet's automatic top-up on; answers what that started at once. */
  async function autoTopUp(buyer: { id: string; walletId: string }, rule: Rule = {}) {
    const { threshold = 10_000, amount = 50_000, dailyLimit, buyerPays = true, enabled = true } = rule;
    const input: SaveAutoTopUpInput = {
      accountId,
      walletId: buyer.walletId,
      enabled,
      threshold: usd(threshold),
      amount: usd(amount),
      targetBalance: null,
      payer: buyerPays ? 'buyer' : 'account',
      ...(buyerPays && { payerBuyerId: buyer.id }),
      ...(dailyLimit !== undefined && { dailyLimit: usd(dailyLimit) }),
      consentText: 'My card may be charged whenever the balance falls to 100.00.',
    };
    const saved = await ledger.autoTopUps.save(input, tester);
    if (saved.outcome !== 'saved') throw new Error(`the rule was not saved: ${saved.outcome}`);
    return saved;
  }

  /** How many mails of each kind there are, written or still to be written. */
  async function mails(): Promise<Record<string, number>> {
    const { rows } = await sql.query<{ kind: string; count: number }>(
      'select kind, count(*)::int from email where account_id = $1 group by kind order by kind',
      [accountId],
    );
    return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
  }

  async function pausesOf(buyerId: string): Promise<string[]> {
    const facts = await ledger.pauses.facts(buyerId);
    return (facts?.open ?? []).map(({ reason }) => reason);
  }

  /** For leads that were delivered on trust. */
  async function owedBy(buyerId: string): Promise<bigint | undefined> {
    return (await ledger.pauses.facts(buyerId))?.exposure.amountMinor;
  }
}

function charged(topUp: TopUp): Requested {
  const { chargeId } = topUp;
  if (chargeId === null) throw new Error('the top-up has no charge');
  return { ...topUp, chargeId };
}

/** Waits for nothing: what the row says now. */
export async function topUpRow(ledger: Ledger, topUpId: string): Promise<TopUp> {
  const row = await ledger.topUps.find(topUpId);
  if (row === null) throw new Error('no such top-up');
  return row;
}
