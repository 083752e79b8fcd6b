import { randomBytes } from 'node:crypto';
import { type Currency, money } from '@drawdown/shared/money';
import type { Ledger } from '../../ledger.ts';
import { type Scenario, tester } from '../../testing/scenario.ts';
import type { StripeRefund } from '../types.ts';

export type PaidTopUp = { id: string; chargeId: string; paymentIntentId: string; walletId: string };

/** Credit that the account's card paid for. */
export async function payByCard(
  ledger: Ledger,
  { accountId, card }: Scenario,
  { walletId, amountMinor, currency = 'USD' }: { walletId: string; amountMinor: number; currency?: Currency },
): Promise<PaidTopUp> {
  if ((await ledger.paymentMethods.list(accountId, { kind: 'account' })).length === 0)
    await card({ kind: 'account' }, { fingerprint: `fp_${accountId}` });
  const requested = await ledger.topUps.request(
    { accountId, walletId, amount: money(BigInt(amountMinor), currency), funding: 'account_card' },
    tester,
  );
  if (requested.outcome !== 'accepted') throw new Error(requested.outcome);
  const { id, chargeId } = requested.topUp;
  if (chargeId === null) throw new Error('a card top-up has a charge');
  const paymentIntentId = `pi_${randomBytes(8).toString('hex')}`;
  await ledger.charges.rememberPaymentIntent(chargeId, paymentIntentId);
  const stripeChargeId = `ch_${randomBytes(8).toString('hex')}`;
  await ledger.topUps.credit(id, { paymentIntentId, stripeChargeId });
  return { id, chargeId, paymentIntentId, walletId };
}

/** What Stripe would show of a refund that somebody made in its dashboard. */
export function dashboardRefund(
  { paymentIntentId }: PaidTopUp,
  amountMinor: number,
  more: Partial<StripeRefund> = {},
): StripeRefund {
  return {
    stripeRefundId: `re_${randomBytes(8).toString('hex')}`,
    paymentIntentId,
    refundId: null,
    amountMinor: BigInt(amountMinor),
    currency: 'USD',
    status: 'succeeded',
    failureReason: null,
    ...more,
  };
}
