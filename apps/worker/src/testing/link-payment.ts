import { randomBytes } from 'node:crypto';
import type { PaymentMethod, TopUp } from '@drawdown/ledger';
import { keyed, tester, usd } from '@drawdown/ledger/testing';
import type { CollectionsBench } from './collections-bench.ts';

export type LinkPayment = Awaited<ReturnType<typeof openLinkPayment>>;

/** A buyer with a saved card, a link by which its payer pays, and what he does there without saving a card. */
export async function openLinkPayment({ ledger, payments, stripe, scenario }: CollectionsBench) {
  const { accountId } = scenario;
  const buyer = await scenario.buyerWithCard(`pm_card_mastercard~${randomBytes(4).toString('hex')}`);
  const payer = { kind: 'buyer', buyerId: buyer.id } as const;
  const link = await ledger.payerLinks.create(
    {
      accountId,
      kind: 'pay',
      token: randomBytes(32).toString('base64url'),
      buyerId: buyer.id,
      walletId: buyer.walletId,
      currency: 'USD',
      lifetimeMs: 3600_000,
    },
    tester,
  );
  const actor = { kind: 'system', id: link.id, label: 'Acme Solar, through a link' } as const;
  return { buyer, link, give, pay, offer, customerOf };

  /** `code`: what the card answers from now on. */
  async function give(code: string | null): Promise<PaymentMethod> {
    const customerId = (await ledger.paymentMethods.stripeCustomerId(accountId, payer)) ?? '';
    const testCard = `pm_card_visa~${randomBytes(4).toString('hex')}`;
    const saved = await payments.saveCard({ customerId, source: { testCard } });
    if (saved.outcome !== 'saved') throw new Error(`the card was not given: ${saved.outcome}`);
    if (code !== null) await stripe.cardAnswers(saved.card.stripePaymentMethodId, code);
    return ledger.paymentMethods.save({ accountId, payer, ...saved.card, forLinkId: link.id }, actor);
  }

  async function pay({ id: paymentMethodId }: PaymentMethod): Promise<TopUp & { chargeId: string }> {
    const result = await ledger.topUps.request(
      {
        accountId,
        walletId: buyer.walletId,
        buyerId: buyer.id,
        amount: usd(25_000),
        funding: 'buyer_card',
        paymentMethodId,
        payerLinkId: link.id,
        ...keyed(`payer-link:${link.id}`),
      },
      actor,
    );
    if (result.outcome !== 'accepted') throw new Error(`the top-up was not accepted: ${result.outcome}`);
    const { topUp } = result;
    if (topUp.chargeId === null) throw new Error('the top-up has no charge');
    return { ...topUp, chargeId: topUp.chargeId };
  }

  /** The payer presses Pay again, and whoever took that dies before he asks the process of the charge. */
  function offer({ id }: PaymentMethod): Promise<boolean> {
    return ledger.payerLinks.offerCard(link.id, id);
  }

  /** Whose card it is at Stripe now; null: nobody's. */
  async function customerOf({ stripePaymentMethodId }: PaymentMethod): Promise<string | null> {
    const seen = await payments.lookUpPaymentMethod(stripePaymentMethodId);
    return seen.outcome === 'found' ? seen.customerId : null;
  }
}
