import { randomBytes } from 'node:crypto';
import type { Ledger, Payer, PaymentMethod, TopUp } from '@drawdown/ledger';
import { openScenario, tester, usd } from '@drawdown/ledger/testing';
import type { PaymentGateway } from '@drawdown/payments';

export type PayerScenario = Awaited<ReturnType<typeof openPayerScenario>>;

/** An account whose buyers have cards that exist at Stripe too. */
export async function openPayerScenario({ ledger, payments }: { ledger: Ledger; payments: PaymentGateway }) {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  return { ...scenario, buyerWithCard, requestTopUp };

  async function buyerWithCard(testCard = 'pm_card_visa') {
    const buyer = await scenario.buyer();
    await saveCard({ kind: 'buyer', buyerId: buyer.id }, testCard);
    return buyer;
  }

  async function saveCard(payer: Payer, testCard: string): Promise<PaymentMethod> {
    const { customerId } = await payments.createCustomer({
      idempotencyKey: `cus:${randomBytes(8).toString('hex')}`,
      name: 'Acme Solar',
      email: null,
      metadata: { accountId },
    });
    await ledger.paymentMethods.rememberStripeCustomer(accountId, payer, customerId);
    const saved = await payments.saveCard({ customerId, source: { testCard } });
    if (saved.outcome !== 'saved') throw new Error(`the card was not saved: ${saved.outcome}`);
    return ledger.paymentMethods.save({ accountId, payer, ...saved.card }, tester);
  }

  async function requestTopUp(
    { id: buyerId, walletId }: { id: string; walletId: string },
    amountMinor = 25_000,
  ): Promise<TopUp & { chargeId: string }> {
    const result = await ledger.topUps.request(
      { accountId, walletId, buyerId, amount: usd(amountMinor), funding: 'buyer_card' },
      tester,
    );
    if (result.outcome !== 'accepted') throw new Error(`the top-up was not accepted: ${result.outcome}`);
    const { topUp } = result;
    const { chargeId } = topUp;
    if (chargeId === null) throw new Error('the top-up has no charge');
    return { ...topUp, chargeId };
  }
}
