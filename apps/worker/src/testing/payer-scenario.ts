import { randomBytes } from 'node:crypto';
import type { Ledger, Payer, PaymentMethod, RequestTopUpInput, TopUp } from '@drawdown/ledger';
import { openScenario, tester, usd } from '@drawdown/ledger/testing';
import type { PaymentGateway } from '@drawdown/payments';

export type PayerScenario = Awaited<ReturnType<typeof openPayerScenario>>;

/** An account whose buyers have cards that exist at Stripe too. */
export async function openPayerScenario({ ledger, payments }: { ledger: Ledger; payments: PaymentGateway }) {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  return { ...scenario, buyerWithCard, saveCard, makeDefault, changeCard, requestTopUp };

  async function buyerWithCard(testCard = 'pm_card_visa', input: Parameters<typeof scenario.buyer>[0] = {}) {
    const buyer = await scenario.buyer(input);
    await saveCard({ kind: 'buyer', buyerId: buyer.id }, testCard);
    return buyer;
  }

  async function saveCard(payer: Payer, testCard: string): Promise<PaymentMethod> {
    const customerId =
      (await ledger.paymentMethods.stripeCustomerId(accountId, payer)) ?? (await createCustomer(payer));
    const saved = await payments.saveCard({ customerId, source: { testCard } });
    if (saved.outcome !== 'saved') throw new Error(`the card was not saved: ${saved.outcome}`);
    return ledger.paymentMethods.save({ accountId, payer, ...saved.card }, tester);
  }

  async function createCustomer(payer: Payer): Promise<string> {
    const { customerId } = await payments.createCustomer({
      idempotencyKey: `cus:${randomBytes(8).toString('hex')}`,
      name: 'Acme Solar',
      email: null,
      metadata: { accountId },
    });
    return ledger.paymentMethods.rememberStripeCustomer(accountId, payer, customerId);
  }

  /** As the API does it: whatever waits for another card of this payer is told. */
  async function makeDefault(payer: Payer, paymentMethodId: string): Promise<void> {
    await ledger.paymentMethods.setDefault(accountId, payer, paymentMethodId, tester);
    await ledger.collections.cardChanged({ accountId, payer, updatedByIssuer: false });
  }

  async function changeCard(buyerId: string, testCard: string): Promise<PaymentMethod> {
    const payer = { kind: 'buyer', buyerId } as const;
    const card = await saveCard(payer, testCard);
    await makeDefault(payer, card.id);
    return card;
  }

  async function requestTopUp(
    { id: buyerId, walletId }: { id: string; walletId: string },
    amountMinor = 25_000,
    more: Partial<RequestTopUpInput> = {},
  ): Promise<TopUp & { chargeId: string }> {
    const result = await ledger.topUps.request(
      { accountId, walletId, buyerId, amount: usd(amountMinor), funding: 'buyer_card', ...more },
      tester,
    );
    if (result.outcome !== 'accepted') throw new Error(`the top-up was not accepted: ${result.outcome}`);
    const { topUp } = result;
    const { chargeId } = topUp;
    if (chargeId === null) throw new Error('the top-up has no charge');
    return { ...topUp, chargeId };
  }
}
