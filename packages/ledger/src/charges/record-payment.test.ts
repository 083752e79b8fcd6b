import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { inAnHour, needsCard, newPrint, openCollecting } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import type { PaymentMethod } from '../payment-methods/types.ts';
import { createTestDatabase } from '../testing/index.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

const succeeded = (chargeId: string, stripePaymentMethodId?: string) => ({
  outcome: 'succeeded' as const,
  paymentIntentId: `pi_${chargeId}`,
  stripeChargeId: `ch_${chargeId}`,
  amountReceivedMinor: 50_000,
  ...(stripePaymentMethodId !== undefined && { stripePaymentMethodId }),
});

/** A stolen card; and the one that the payer saved instead, whose bank wants him. */
async function stolenThenConfirmed() {
  const collecting = await openCollecting(ledger);
  const { buyer, payer, card: stolen } = await collecting.buyerWithCard();
  const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
  await collecting.reserve(topUp);
  await collecting.decline(topUp, { code: 'stolen_card', next: needsCard });
  const card = await collecting.card(payer, { fingerprint: newPrint() });
  await collecting.reserve({ ...topUp, paymentMethodId: card.id }, 2);
  await collecting.decline(topUp, {
    attempt: 2,
    code: 'authentication_required',
    next: { kind: 'needs_payer' },
  });
  const { chargeId } = topUp;
  return {
    collecting,
    buyer,
    payer,
    stolen,
    card,
    topUp,
    outcomes: async () =>
      (await ledger.charges.get(chargeId))?.attempts.map(({ outcome, paymentMethodId }) => [
        paymentMethodId,
        outcome,
      ]),
    lastSucceeded: async (one: PaymentMethod) =>
      (await ledger.paymentMethods.list(collecting.accountId, payer)).find(({ id }) => id === one.id)
        ?.lastSucceededAt,
    async isBlocked(one: PaymentMethod) {
      const next = await collecting.cardTopUp(buyer.walletId, 10_000, buyer.id);
      const { outcome } = await collecting.reserve({ ...next, paymentMethodId: one.id });
      return outcome === 'card_blocked';
    },
  };
}

describe('money that came in', () => {
  test('proves the card that paid, and leaves one that was refused for good blocked', async () => {
    const { collecting, stolen, card, topUp, outcomes, lastSucceeded, isBlocked } =
      await stolenThenConfirmed();
    const { chargeId, topUpId } = topUp;
    expect(await ledger.collections.reserveForPayer(chargeId)).toMatchObject({ attempt: 3 });
    const payment = succeeded(chargeId, card.stripePaymentMethodId);
    await Promise.all([1, 2, 3].map(() => ledger.charges.recordPayment(chargeId, 3, payment)));
    await collecting.pay(topUp);
    expect(await outcomes()).toEqual([
      [stolen.id, 'declined'],
      [card.id, 'declined'],
      [card.id, 'succeeded'],
    ]);
    expect(await ledger.charges.get(chargeId)).toMatchObject({ paymentMethod: { id: card.id } });
    expect(await ledger.topUps.find(topUpId)).toMatchObject({ status: 'succeeded' });
    expect(await lastSucceeded(stolen)).toBeNull();
    expect(await lastSucceeded(card)).toBeInstanceOf(Date);
    expect(await isBlocked(stolen)).toBe(true);
    expect(await isBlocked(card)).toBe(false);
  });

  test('without an attempt of ours is an attempt of the card that Stripe names', async () => {
    const { collecting, stolen, card, topUp, outcomes, isBlocked } = await stolenThenConfirmed();
    await ledger.charges.recordPayment(
      topUp.chargeId,
      3,
      succeeded(topUp.chargeId, card.stripePaymentMethodId),
    );
    await collecting.pay(topUp);
    expect((await outcomes())?.at(-1)).toEqual([card.id, 'succeeded']);
    expect(await isBlocked(stolen)).toBe(true);
  });

  test('by the card of an earlier question ends the attempt with the later one', async () => {
    const { collecting, payer, card, topUp, outcomes } = await stolenThenConfirmed();
    const { chargeId } = topUp;
    await ledger.collections.reserveForPayer(chargeId);
    await ledger.collections.recordPayersOutcome(chargeId, {
      outcome: 'requiresAction',
      paymentIntentId: `pi_${chargeId}`,
      decline: null,
    });
    const later = await collecting.card(payer, { fingerprint: newPrint() });
    await collecting.reserve({ ...topUp, paymentMethodId: later.id }, 4);
    await ledger.charges.recordPayment(chargeId, 4, succeeded(chargeId, card.stripePaymentMethodId));
    await collecting.pay(topUp);
    expect((await outcomes())?.slice(2)).toEqual([
      [card.id, 'succeeded'],
      [later.id, 'canceled'],
    ]);
  });

  test('from a card that was never saved here proves none of ours', async () => {
    const { collecting, buyer, stolen, card, topUp, outcomes, lastSucceeded, isBlocked } =
      await stolenThenConfirmed();
    await ledger.charges.recordPayment(topUp.chargeId, 3, succeeded(topUp.chargeId, 'pm_of_a_stranger'));
    await ledger.topUps.credit(topUp.topUpId, {
      paymentIntentId: `pi_${topUp.chargeId}`,
      stripeChargeId: null,
    });
    expect(await outcomes()).toEqual([
      [stolen.id, 'declined'],
      [card.id, 'declined'],
    ]);
    expect(await lastSucceeded(card)).toBeNull();
    expect(await isBlocked(stolen)).toBe(true);
    expect(await collecting.balance(buyer.walletId)).toBe(50_000n);
  });

  test('is from the card asked last where Stripe does not say', async () => {
    const { collecting, stolen, card, topUp, outcomes, isBlocked } = await stolenThenConfirmed();
    await ledger.charges.recordPayment(topUp.chargeId, 3, succeeded(topUp.chargeId));
    await collecting.pay(topUp);
    expect((await outcomes())?.at(-1)).toEqual([card.id, 'succeeded']);
    expect(await isBlocked(stolen)).toBe(true);
  });
});

describe('an attempt that Stripe is processing', () => {
  test('takes a place among those of the card', async () => {
    const collecting = await openCollecting(ledger);
    const fingerprint = newPrint();
    const { buyer } = await collecting.buyerWithCard(fingerprint);
    const charges = await Promise.all(
      Array.from({ length: 11 }, () => collecting.cardTopUp(buyer.walletId, 50_000, buyer.id)),
    );
    const [last, ...others] = charges;
    if (last === undefined) throw new Error('eleven were asked for');
    for (const { chargeId, ...one } of others) {
      expect(await collecting.reserve({ chargeId, ...one })).toEqual({ outcome: 'reserved' });
      const processing = { outcome: 'processing', paymentIntentId: `pi_${chargeId}` } as const;
      await ledger.charges.recordOutcome(chargeId, 1, processing);
    }
    expect(await collecting.reserve(last)).toEqual({ outcome: 'crowded' });
    for (const one of others) await collecting.decline(one, { next: { kind: 'retry', at: inAnHour() } });
    expect(await collecting.reserve(last)).toMatchObject({ outcome: 'budget_used_up' });
  });
});
