import { randomBytes } from 'node:crypto';
import type { Buyer, CreateBuyerInput } from '../../buyers/types.ts';
import type { Ledger } from '../../ledger.ts';
import type { Payer } from '../../payment-methods/types.ts';
import { openScenario, tester, usd } from '../../testing/index.ts';
import type { AfterDecline } from '../types.ts';

export const inAnHour = () => new Date(Date.now() + 3600_000);
export const needsCard: AfterDecline = { kind: 'needs_card', exhausted: false };
export const newPrint = () => `fp_${randomBytes(6).toString('hex')}`;

export const declineOf = (code: string) => ({
  code,
  adviceCode: null,
  networkDeclineCode: null,
  stripeChargeId: null,
});

/** An account whose charges can be made to fail, through the ledger's public interface alone. */
export async function openCollecting(ledger: Ledger, options: Parameters<typeof openScenario>[1] = {}) {
  const scenario = await openScenario(ledger, options);
  const { accountId } = scenario;

  async function buyerWithCard(fingerprint = newPrint(), billing: CreateBuyerInput['billing'] = {}) {
    const buyer = await scenario.buyer({ billing });
    const payer: Payer = { kind: 'buyer', buyerId: buyer.id };
    const card = await scenario.card(payer, { fingerprint });
    return { buyer, payer, card };
  }

  async function cardTopUp(walletId: string, amountMinor = 50_000, buyerId?: string) {
    const result = await ledger.topUps.request(
      {
        accountId,
        walletId,
        amount: usd(amountMinor),
        funding: buyerId === undefined ? 'account_card' : 'buyer_card',
        buyerId,
      },
      tester,
    );
    if (result.outcome !== 'accepted') throw new Error(`the top-up was not accepted: ${result.outcome}`);
    const { topUp } = result;
    const { chargeId, paymentMethod } = topUp;
    if (chargeId === null || paymentMethod === null) throw new Error('a card top-up has a charge');
    return { topUpId: topUp.id, chargeId, paymentMethodId: paymentMethod.id };
  }

  type CardTopUp = Awaited<ReturnType<typeof cardTopUp>>;

  async function reserve(charge: CardTopUp, attempt = 1, asked = true) {
    const { chargeId, paymentMethodId } = charge;
    return ledger.collections.reserveAttempt({ chargeId, attempt, paymentMethodId, asked });
  }

  async function decline(
    { chargeId }: CardTopUp,
    {
      attempt = 1,
      code = 'insufficient_funds',
      next = { kind: 'retry', at: inAnHour() } as AfterDecline,
    } = {},
  ) {
    return ledger.collections.recordDecline({
      chargeId,
      attempt,
      paymentIntentId: `pi_${chargeId}`,
      decline: declineOf(code),
      next,
    });
  }

  return {
    ...scenario,
    buyerWithCard,
    cardTopUp,
    reserve,
    decline,

    /** A buyer whose top-up with its own card was declined once. */
    async failing(billing: CreateBuyerInput['billing'] = {}, amountMinor = 50_000) {
      const { buyer, payer, card } = await buyerWithCard(newPrint(), billing);
      const topUp = await cardTopUp(buyer.walletId, amountMinor, buyer.id);
      await reserve(topUp);
      await decline(topUp);
      return { buyer, payer, card, ...topUp };
    },

    /** With the card that was asked last, unless it was said which one paid. */
    async pay({ topUpId, chargeId }: CardTopUp) {
      const attempts = (await ledger.charges.get(chargeId))?.attempts ?? [];
      await ledger.charges.recordPayment(chargeId, attempts.length + 1, {
        outcome: 'succeeded',
        paymentIntentId: `pi_${chargeId}`,
        stripeChargeId: `ch_${chargeId}`,
        amountReceivedMinor: 50_000,
      });
      const paid = { paymentIntentId: `pi_${chargeId}`, stripeChargeId: `ch_${chargeId}` };
      return ledger.topUps.credit(topUpId, paid);
    },

    close: (chargeId: string, as: Parameters<Ledger['collections']['close']>[0]['as'], reference?: string) =>
      ledger.collections.close({ chargeId, as, actor: tester, note: 'because', reference }),

    async read(buyerId: string): Promise<Buyer> {
      const buyer = await ledger.buyers.get(accountId, buyerId);
      if (buyer === null) throw new Error('no such buyer');
      return buyer;
    },

    /** Mail of this account, oldest first. */
    async mail(kind?: string) {
      const { items } = await ledger.emails.list(accountId, { limit: 100 });
      return items.filter((email) => kind === undefined || email.kind === kind).reverse();
    },
  };
}

export type Collecting = Awaited<ReturnType<typeof openCollecting>>;

/** Takes what waits in the outbox for one charge, oldest first. Other messages are left for whoever waits for them. */
export async function newsOf(ledger: Ledger, chargeId: string) {
  const items = await ledger.outbox.claim(1000, 0);
  const news: string[] = [];
  for (const { id, message } of items) {
    if (message.kind !== 'charge_news' || message.chargeId !== chargeId) continue;
    await ledger.outbox.done(id);
    news.push(message.news);
  }
  return news;
}
