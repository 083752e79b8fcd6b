import { randomBytes } from 'node:crypto';
import type { SeenDispute } from '@drawdown/shared/payments';
import type { Buyer, CreateBuyerInput } from '../../buyers/types.ts';
import type { Ledger } from '../../ledger.ts';
import type { Payer } from '../../payment-methods/types.ts';
import { openScenario, tester, usd } from '../../testing/index.ts';
import type { Dispute } from '../types.ts';

const FEE_MINOR = 15_00;

export type PaidTopUp = { topUpId: string; chargeId: string; paymentIntentId: string; amountMinor: number };

/** An account whose payments can be disputed, through the ledger's public interface alone. */
export async function openDisputing(ledger: Ledger) {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const prints = new Map<string, string>();

  async function payingBuyer(
    billing: CreateBuyerInput['billing'] = {},
    more: Partial<CreateBuyerInput> = {},
  ) {
    const buyer = await scenario.buyer({ billing, ...more });
    const fingerprint = `fp_${randomBytes(6).toString('hex')}`;
    prints.set(buyer.id, fingerprint);
    const payer: Payer = { kind: 'buyer', buyerId: buyer.id };
    await scenario.card(payer, { fingerprint });
    return buyer;
  }

  /** A top-up that the buyer's card, or without a buyer the account's, has paid. */
  async function paidTopUp(walletId: string, amountMinor: number, buyerId?: string): Promise<PaidTopUp> {
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
    const { id: topUpId, chargeId } = result.topUp;
    if (chargeId === null) throw new Error('a card top-up has a charge');
    const paymentIntentId = await ledger.charges.rememberPaymentIntent(chargeId, `pi_${chargeId}`);
    await ledger.topUps.credit(topUpId, { paymentIntentId, stripeChargeId: `ch_${chargeId}` });
    return { topUpId, chargeId, paymentIntentId, amountMinor };
  }

  /** A dispute as Stripe would show it: money and fee are gone unless it is an inquiry, and back again when it was won. */
  function seen(
    payment: { paymentIntentId: string | null; amountMinor: number },
    {
      status = 'needs_response',
      id = `du_${randomBytes(6).toString('hex')}`,
      amountMinor = payment.amountMinor,
    } = {},
  ): SeenDispute {
    const currency = 'USD';
    const taken = !status.startsWith('warning_');
    const movement = { currency, feeMinor: 0 };
    return {
      stripeDisputeId: id,
      paymentIntentId: payment.paymentIntentId,
      amountMinor,
      currency,
      reason: 'fraudulent',
      status,
      evidenceDueAt: '2026-12-01T00:00:00.000Z',
      evidenceSubmitted: false,
      createdAt: '2026-11-23T00:00:00.000Z',
      movements: [
        ...(taken
          ? [
              {
                ...movement,
                balanceTransactionId: `txn_${id}`,
                amountMinor: -amountMinor,
                feeMinor: FEE_MINOR,
              },
            ]
          : []),
        ...(status === 'won' ? [{ ...movement, balanceTransactionId: `txn_back_${id}`, amountMinor }] : []),
      ],
    };
  }

  async function record(dispute: SeenDispute, by: 'event' | 'workflow' = 'event'): Promise<Dispute> {
    const recorded = await ledger.disputes.record(dispute, by);
    if (recorded.outcome !== 'recorded') throw new Error(recorded.outcome);
    return recorded.dispute;
  }

  return {
    ...scenario,
    payingBuyer,
    paidTopUp,
    seen,
    record,
    fingerprintOf: (buyer: Buyer) => prints.get(buyer.id),

    /** Disputes a payment; `close` tells the verdict later. */
    async dispute(payment: PaidTopUp, options: { status?: string; amountMinor?: number } = {}) {
      const first = seen(payment, options);
      const dispute = await record(first);
      const again = (status: string) =>
        seen(payment, { status, id: first.stripeDisputeId, amountMinor: first.amountMinor });
      return { dispute, seen: first, again, close: (status: string) => record(again(status)) };
    },

    async reasonsOf(buyerId: string) {
      return (await ledger.pauses.facts(buyerId))?.open.map(({ reason, effect }) => [reason, effect]);
    },

    async mail(kind: string) {
      const { items } = await ledger.emails.list(accountId, { limit: 100 });
      return items.filter((email) => email.kind === kind);
    },
  };
}

export type Disputing = Awaited<ReturnType<typeof openDisputing>>;
