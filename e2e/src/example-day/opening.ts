import {
  buyerSchema,
  failingChargeSchema,
  pageSchema,
  paymentMethodSchema,
  topUpSchema,
  walletSchema,
} from '@drawdown/shared/http';
import { type BuyerName, CAST, POOL } from './cast.ts';
import { type Client, until, usd } from './client.ts';
import type { StripeSide } from './stripe-side.ts';

export type Opened = { id: string; walletId: string; card: string | null };

let cards = 0;

/** The ways to set the stage: buyers, cards and money, all over the API. */
export function opening(client: Client, stripe: StripeSide) {
  return { buyer, card, poolWallet, credit, cardCredit, failedTopUp };

  async function buyer(name: BuyerName, billing: object, more: object = {}): Promise<Opened> {
    const made = await client.post(buyerSchema, '/v1/buyers', {
      name: `Day: ${name}`,
      externalId: `day-${name}`,
      billing: { returnWindowDays: 30, ...billing },
      ...more,
    });
    return { id: made.id, walletId: made.walletId, card: null };
  }

  async function card(opened: Opened): Promise<Opened> {
    cards += 1;
    const testCard = `pm_card_visa~day${cards}`;
    const saved = await client.post(paymentMethodSchema, `/v1/buyers/${opened.id}/payment-methods`, {
      testCard,
    });
    return { ...opened, card: saved.stripe.paymentMethodId };
  }

  async function poolWallet(): Promise<string> {
    const { id } = await client.post(walletSchema, '/v1/wallets', {
      owner: 'account',
      currency: 'USD',
      name: 'Day pool',
    });
    await paid(await topUp(id, { amount: usd(POOL.cardMinor), funding: 'account_card' }));
    await credit(id, POOL.externalMinor);
    await topUp(id, { amount: usd(POOL.promotionalMinor), funding: 'promotional', reason: 'welcome' });
    return id;
  }

  async function credit(walletId: string, amountMinor: number): Promise<void> {
    await topUp(walletId, {
      amount: usd(amountMinor),
      funding: 'external',
      reference: `wire ${amountMinor}`,
    });
  }

  /** Answers the top-up's id. */
  async function cardCredit({ id, walletId }: Opened, amountMinor: number): Promise<string> {
    const body = { amount: usd(amountMinor), funding: 'buyer_card', buyerId: id };
    return paid(await topUp(walletId, body));
  }

  /** A top-up whose card is declined; answers it and its charge. */
  async function failedTopUp(opened: Opened, amountMinor: number) {
    const { id, walletId } = opened;
    await stripe.cardAnswers(opened.card ?? '', 'insufficient_funds');
    const { id: topUpId } = await topUp(walletId, {
      amount: usd(amountMinor),
      funding: 'buyer_card',
      buyerId: id,
    });
    await until(
      () => client.get(topUpSchema, `/v1/top-ups/${topUpId}`),
      ({ status }) => status === 'retrying',
    );
    const failing = await client.get(pageSchema(failingChargeSchema), `/v1/charges?walletId=${walletId}`);
    const chargeId = failing.data[0]?.id;
    if (chargeId === undefined) throw new Error('the declined top-up has no failing charge');
    return { topUpId, chargeId };
  }

  function topUp(walletId: string, body: object) {
    return client.post(topUpSchema, `/v1/wallets/${walletId}/top-ups`, body);
  }

  async function paid({ id }: { id: string }): Promise<string> {
    await until(
      () => client.get(topUpSchema, `/v1/top-ups/${id}`),
      ({ status }) => status === 'succeeded',
    );
    return id;
  }
}

/** What of a buyer's way to pay the API is told. */
export function billingOf(name: BuyerName): object {
  const part = CAST[name];
  switch (part.role) {
    case 'pool':
      return part.monthlyCapMinor === null ? {} : { monthlyCap: usd(part.monthlyCapMinor) };
    case 'directCharge':
      return { mechanism: 'direct_charge' };
    case 'netTerms':
      return {
        mechanism: 'net_terms',
        creditLimit: usd(part.creditLimitMinor),
        termsDays: 14,
        invoicePeriod: 'monthly',
      };
    case 'manual':
      return { mechanism: 'manual', invoicePeriod: 'monthly' };
    case 'fallBack':
      return { fallbackToCard: true };
    case 'continues':
      return { failurePolicy: 'continue', exposureLimit: usd(part.exposureLimitMinor) };
    case 'refunded':
    case 'holds':
    case 'pauses':
    case 'disputeWon':
    case 'disputeLost':
      return { failurePolicy: 'pause' };
  }
}
