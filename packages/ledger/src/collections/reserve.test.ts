import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase } from '../testing/index.ts';
import { inAnHour, needsCard, newPrint, openCollecting } from './testing/collecting.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

describe('an attempt on a card', () => {
  test('is reserved with the fingerprint of the card, and answers the same again', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, card } = await collecting.buyerWithCard();
    const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    expect(await collecting.reserve(topUp, 1, false)).toEqual({ outcome: 'reserved' });
    expect(await collecting.reserve(topUp, 1, false)).toEqual({ outcome: 'reserved' });
    const charge = await ledger.charges.get(topUp.chargeId);
    expect(charge?.attempts).toMatchObject([
      { number: 1, outcome: 'pending', fingerprint: card.fingerprint, paymentMethodId: card.id },
    ]);
  });

  test('is counted over accounts, buyers and mechanisms: the tenth decline is the last for 30 days', async () => {
    const fingerprint = newPrint();
    let declined = 0;
    // Two accounts, the agency's own card and its buyers', manual and failing charges: all of it is the same card.
    for (const collecting of [await openCollecting(ledger), await openCollecting(ledger)]) {
      await collecting.card({ kind: 'account' }, { fingerprint });
      const shared = await collecting.buyer();
      const own = await collecting.cardTopUp(shared.walletId);
      const { buyer } = await collecting.buyerWithCard(fingerprint);
      const theirs = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
      for (const charge of [own, theirs]) {
        for (const attempt of [1, 2, 3]) {
          if (declined === 10) break;
          expect(await collecting.reserve(charge, attempt)).toEqual({ outcome: 'reserved' });
          await collecting.decline(charge, { attempt });
          declined += 1;
        }
      }
    }
    expect(declined).toBe(10);
    const third = await openCollecting(ledger);
    const { buyer } = await third.buyerWithCard(fingerprint);
    const topUp = await third.cardTopUp(buyer.walletId, 50_000, buyer.id);
    const refused = await third.reserve(topUp);
    expect(refused).toMatchObject({ outcome: 'budget_used_up' });
    if (refused.outcome !== 'budget_used_up') return;
    const days = (refused.freeAt.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    await ledger.collections.postpone({ chargeId: topUp.chargeId, reserved: refused });
    expect(await ledger.topUps.find(topUp.topUpId)).toMatchObject({
      status: 'retrying',
      retryState: 'scheduled',
      nextAttemptAt: refused.freeAt,
    });
  });

  test('does not count once it has succeeded', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.buyerWithCard();
    for (let paid = 0; paid < 12; paid += 1) {
      const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
      expect(await collecting.reserve(topUp, 1, false)).toEqual({ outcome: 'reserved' });
      const outcome = {
        outcome: 'succeeded',
        paymentIntentId: `pi_${topUp.chargeId}`,
        stripeChargeId: null,
      } as const;
      await ledger.charges.recordOutcome(topUp.chargeId, 1, { ...outcome, amountReceivedMinor: 50_000 });
      await collecting.pay(topUp);
    }
  });

  test('takes the last free place once, whoever asks for it at the same moment', async () => {
    const collecting = await openCollecting(ledger);
    const fingerprint = newPrint();
    const { buyer } = await collecting.buyerWithCard(fingerprint);
    const first = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      await collecting.reserve(first, attempt);
      await collecting.decline(first, { attempt });
    }
    const others = await Promise.all(
      Array.from({ length: 20 }, () => collecting.cardTopUp(buyer.walletId, 50_000, buyer.id)),
    );
    const answers = await Promise.all(others.map((topUp) => collecting.reserve(topUp)));
    expect(answers.filter(({ outcome }) => outcome === 'reserved')).toHaveLength(1);
    // While that one is not decided the others wait a moment; then it is known whether a place is left.
    expect(answers.filter(({ outcome }) => outcome === 'crowded')).toHaveLength(19);
    const index = answers.findIndex(({ outcome }) => outcome === 'reserved');
    const last = others[index];
    const next = others[index === 0 ? 1 : 0];
    if (last === undefined || next === undefined) throw new Error('one of them was reserved');
    await collecting.decline(last);
    expect(await collecting.reserve(next)).toMatchObject({ outcome: 'budget_used_up' });
  });

  test('is refused for 30 days once the issuer has refused the card for good', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.buyerWithCard();
    const lost = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    await collecting.reserve(lost);
    await collecting.decline(lost, { code: 'lost_card', next: needsCard });
    const next = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    const refused = await collecting.reserve(next);
    expect(refused).toMatchObject({ outcome: 'card_blocked' });
    if (refused.outcome !== 'card_blocked') return;
    await ledger.collections.postpone({ chargeId: next.chargeId, reserved: refused });
    expect(await ledger.topUps.find(next.topUpId)).toMatchObject({
      status: 'retrying',
      retryState: 'needs_card',
    });
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
  });

  test('waits a day where Stripe takes nothing from the card for a day', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.buyerWithCard();
    const cooling = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    await collecting.reserve(cooling);
    await collecting.decline(cooling, { code: 'card_decline_rate_limit_exceeded' });
    const next = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    const refused = await collecting.reserve(next);
    if (refused.outcome !== 'card_blocked') throw new Error(refused.outcome);
    await ledger.collections.postpone({ chargeId: next.chargeId, reserved: refused });
    expect(await ledger.topUps.find(next.topUpId)).toMatchObject({
      retryState: 'scheduled',
      nextAttemptAt: refused.until,
    });
  });

  test('waits for what keeps the very card that was asked, not the one before it', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, payer } = await collecting.buyerWithCard();
    const cooling = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    await collecting.reserve(cooling);
    await collecting.decline(cooling, { code: 'card_decline_rate_limit_exceeded' });
    const lost = await collecting.card(payer, { fingerprint: newPrint() });
    const elsewhere = await collecting.cardTopUp(buyer.walletId, 10_000, buyer.id);
    await collecting.reserve({ ...elsewhere, paymentMethodId: lost.id });
    await collecting.decline(elsewhere, { code: 'lost_card', next: needsCard });

    const refused = await collecting.reserve({ ...cooling, paymentMethodId: lost.id }, 2);
    if (refused.outcome !== 'card_blocked') throw new Error(refused.outcome);
    const { chargeId } = cooling;
    await ledger.collections.postpone({ chargeId, reserved: refused, paymentMethodId: lost.id });
    expect(await ledger.topUps.find(cooling.topUpId)).toMatchObject({ retryState: 'needs_card' });
  });

  test('follows the oldest failing charge of the card, unless a person asks for it', async () => {
    const collecting = await openCollecting(ledger);
    const failing = await collecting.failing();
    const later = await collecting.cardTopUp(failing.buyer.walletId, 10_000, failing.buyer.id);
    const follows = await collecting.reserve(later, 1, false);
    expect(follows).toEqual({ outcome: 'follows', probeChargeId: failing.chargeId });
    if (follows.outcome !== 'follows') return;
    await ledger.collections.postpone({ chargeId: later.chargeId, reserved: follows });
    expect(await ledger.topUps.find(later.topUpId)).toMatchObject({
      status: 'retrying',
      retryState: 'follows',
    });
    // The oldest is the one that is tried, and it follows nobody.
    expect(await collecting.reserve(failing, 2, false)).toEqual({ outcome: 'reserved' });
    expect(await collecting.reserve(later, 1, true)).toEqual({ outcome: 'reserved' });
    const { items } = await ledger.collections.list(collecting.accountId, {}, { limit: 10 });
    expect(items.map(({ siblings }) => siblings)).toEqual([1, 1]);
    expect(new Set(items.map(({ incidentId }) => incidentId)).size).toBe(1);
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
  });

  test('becomes the probe once the one before it has ended', async () => {
    const collecting = await openCollecting(ledger);
    const failing = await collecting.failing();
    const later = await collecting.cardTopUp(failing.buyer.walletId, 10_000, failing.buyer.id);
    const follows = await collecting.reserve(later, 1, false);
    if (follows.outcome !== 'follows') throw new Error(follows.outcome);
    await ledger.collections.postpone({ chargeId: later.chargeId, reserved: follows });
    await collecting.close(failing.chargeId, 'stopped');
    expect(await collecting.reserve(later, 1, false)).toEqual({ outcome: 'reserved' });
    await collecting.decline(later, { next: { kind: 'retry', at: inAnHour() } });
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
  });
});
