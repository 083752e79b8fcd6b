import { createLedger, type Ledger } from '@drawdown/ledger';
import { createTestDatabase, openScenario, tester, usd } from '@drawdown/ledger/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_FAILPOINTS } from '../failpoints/failpoints.ts';
import { createChargeRetryLedgerActivities } from './charge-retry-ledger.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

/**
 * A first card, declined with `code`; another one that became the default, was declined softly, so that the charge has a
 * date, and was removed: the first card is the default again.
 */
async function firstCardAgain(code: string) {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const buyer = await scenario.buyer();
  const payer = { kind: 'buyer', buyerId: buyer.id } as const;
  const first = await scenario.card(payer, { fingerprint: `fp_first_${buyer.id}` });
  const requested = await ledger.topUps.request(
    { accountId, walletId: buyer.walletId, buyerId: buyer.id, amount: usd(50_000), funding: 'buyer_card' },
    tester,
  );
  if (requested.outcome !== 'accepted') throw new Error(requested.outcome);
  const { id: topUpId } = requested.topUp;
  const chargeId = requested.topUp.chargeId ?? '';
  const activities = createChargeRetryLedgerActivities({ ledger, failpoints: NO_FAILPOINTS });
  const attempt = async (number: number, paymentMethodId: string, declineCode: string) => {
    const order = { topUpId, chargeId, process: 'charge-retry', attempt: number, isBackup: false } as const;
    const reserved = await activities.reserveAttempt({ ...order, paymentMethodId, asked: false });
    expect(reserved).toEqual({ outcome: 'reserved' });
    const decline = { code: declineCode, adviceCode: null, networkDeclineCode: null, stripeChargeId: null };
    await activities.recordDecline({ ...order, paymentIntentId: `pi_${chargeId}`, decline, at: Date.now() });
  };
  await attempt(1, first.id, code);
  const other = await scenario.card(payer, { fingerprint: `fp_other_${buyer.id}` });
  await ledger.paymentMethods.setDefault(accountId, payer, other.id, tester);
  await attempt(2, other.id, 'insufficient_funds');
  const facts = await ledger.topUps.find(topUpId);
  expect(facts).toMatchObject({ retryState: 'scheduled' });
  const removal = { accountId, payer, paymentMethodId: other.id, confirm: true };
  await ledger.paymentMethods.remove(removal, tester);
  return {
    topUpId,
    first,
    tryFirst: (asked = false) =>
      activities.reserveAttempt({
        topUpId,
        chargeId,
        process: 'charge-retry',
        attempt: 3,
        paymentMethodId: first.id,
        asked,
        isBackup: false,
      }),
    attempts: async () => (await ledger.charges.get(chargeId))?.attempts.length,
  };
}

describe('a card that is the default again', () => {
  it.each([
    ['expired_card', 'needs_card', 'retrying'],
    ['authentication_required', 'needs_payer', 'requires_action'],
  ])('is not charged on the date of another one after %s', async (code, retryState, status) => {
    const { topUpId, tryFirst, attempts } = await firstCardAgain(code);
    expect(await tryFirst()).toMatchObject({ outcome: 'card_blocked' });
    expect(await attempts()).toBe(2);
    expect(await ledger.topUps.find(topUpId)).toMatchObject({ retryState, status, nextAttemptAt: null });
  });

  it('is charged where it may still pay, or where somebody asks for it', async () => {
    const soft = await firstCardAgain('insufficient_funds');
    expect(await soft.tryFirst()).toEqual({ outcome: 'reserved' });
    const expired = await firstCardAgain('expired_card');
    expect(await expired.tryFirst(true)).toEqual({ outcome: 'reserved' });
  });

  it('is charged once its issuer has sent new details', async () => {
    const { first, tryFirst } = await firstCardAgain('expired_card');
    const { stripePaymentMethodId, brand, last4, fingerprint } = first;
    await ledger.paymentMethods.updateFromStripe({
      stripePaymentMethodId,
      brand,
      last4,
      fingerprint,
      expMonth: 12,
      expYear: 2039,
    });
    expect(await tryFirst()).toEqual({ outcome: 'reserved' });
  });
});
