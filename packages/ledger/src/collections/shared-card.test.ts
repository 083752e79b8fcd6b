import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester } from '../testing/index.ts';
import { newPrint, newsOf, openCollecting } from './testing/collecting.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

/** The agency's card pays for two wallets; the first charge on it was declined, the other was about to be tried. */
async function oneCardTwoWallets() {
  const collecting = await openCollecting(ledger);
  await collecting.card({ kind: 'account' }, { fingerprint: newPrint() });
  const [a, b] = [await collecting.buyer(), await collecting.buyer()];
  const [first, second] = [await collecting.cardTopUp(a.walletId), await collecting.cardTopUp(b.walletId)];
  await collecting.reserve(first, 1, false);
  await collecting.decline(first);
  const follows = await collecting.reserve(second, 1, false);
  if (follows.outcome !== 'follows') throw new Error(follows.outcome);
  await ledger.collections.postpone({ chargeId: second.chargeId, reserved: follows });
  return { collecting, a, b, first, second };
}

describe('a card that pays for several wallets', () => {
  test('fails once: one attempt, one incident, one mail, and every buyer it concerns is paused', async () => {
    const { collecting, a, b, first, second } = await oneCardTwoWallets();
    const { items } = await ledger.collections.list(collecting.accountId, {}, { limit: 10 });
    expect(items.map(({ retryState }) => retryState)).toEqual(['scheduled', 'follows']);
    expect(items.flatMap(({ attempts }) => attempts)).toHaveLength(1);
    expect(new Set(items.map(({ incidentId }) => incidentId)).size).toBe(1);
    // What is only following was never declined itself, and says what its card was declined with.
    expect(items[1]).toMatchObject({
      lastDecline: { code: 'insufficient_funds' },
      declineClass: 'soft_funds',
    });
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
    expect((await collecting.read(a.id)).deliveryStatus).toBe('paused');
    expect((await collecting.read(b.id)).deliveryStatus).toBe('paused');
    expect(await ledger.collections.listFailing(1000)).toEqual(
      expect.arrayContaining([
        { chargeId: first.chargeId, topUpId: first.topUpId, accountId: collecting.accountId },
        { chargeId: second.chargeId, topUpId: second.topUpId, accountId: collecting.accountId },
      ]),
    );
  });

  test('is tried for the others once it has paid for the first', async () => {
    const { collecting, a, b, first, second } = await oneCardTwoWallets();
    await newsOf(ledger, second.chargeId);
    await collecting.reserve(first, 2, false);
    await collecting.pay(first);
    expect(await newsOf(ledger, second.chargeId)).toEqual(['cardWorks']);
    expect((await collecting.read(a.id)).deliveryStatus).toBe('active');
    expect((await collecting.read(b.id)).deliveryStatus).toBe('paused');
    expect(await collecting.reserve(second, 1, false)).toEqual({ outcome: 'reserved' });
    await collecting.pay(second);
    expect((await collecting.read(b.id)).deliveryStatus).toBe('active');
  });

  test('that is of no use for the first is tried for none of the others', async () => {
    const { collecting, b, first, second } = await oneCardTwoWallets();
    await newsOf(ledger, second.chargeId);
    await collecting.reserve(first, 2, false);
    await collecting.decline(first, { attempt: 2, next: { kind: 'needs_card', exhausted: true } });
    expect(await newsOf(ledger, second.chargeId)).toEqual(['paymentMethodUpdated']);
    const refused = await collecting.reserve(second, 1, false);
    if (refused.outcome !== 'follows') throw new Error(refused.outcome);
    await ledger.collections.postpone({ chargeId: second.chargeId, reserved: refused });
    expect(await ledger.topUps.find(second.topUpId)).toMatchObject({ retryState: 'needs_card' });
    expect((await collecting.read(b.id)).pauseReasons).toMatchObject([
      { reason: 'charge_retries_exhausted' },
    ]);
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
    // New details from the issuer, and it is tried again.
    const [card] = await ledger.paymentMethods.list(collecting.accountId, { kind: 'account' });
    if (card === undefined) throw new Error('no card');
    const { brand, last4, stripePaymentMethodId, fingerprint } = card;
    await ledger.paymentMethods.updateFromStripe({
      stripePaymentMethodId,
      brand,
      last4,
      fingerprint,
      expMonth: 1,
      expYear: 2039,
    });
    expect(await collecting.reserve(first, 3, false)).toEqual({ outcome: 'reserved' });
    expect(await collecting.reserve(second, 1, false)).toMatchObject({ probeChargeId: first.chargeId });
  });

  test('is declined for another buyer in another account as another incident', async () => {
    const fingerprint = newPrint();
    const agencies = [await openCollecting(ledger), await openCollecting(ledger)];
    const charges = [];
    for (const agency of agencies) {
      await agency.card({ kind: 'account' }, { fingerprint });
      const buyer = await agency.buyer();
      const charge = await agency.cardTopUp(buyer.walletId);
      // Nothing of one tenant decides about another, but for the limits of the card itself.
      expect(await agency.reserve(charge, 1, false)).toEqual({ outcome: 'reserved' });
      await agency.decline(charge);
      charges.push(charge);
    }
    const mails = await Promise.all(agencies.map((agency) => agency.mail('charge_declined')));
    expect(mails.map((mail) => mail.length)).toEqual([1, 1]);
  });

  test('pauses a pool of many buyers in one go', async () => {
    const collecting = await openCollecting(ledger);
    await collecting.card({ kind: 'account' }, { fingerprint: newPrint() });
    const pool = await ledger.wallets.createShared(
      { accountId: collecting.accountId, name: 'Pool', currency: 'USD' },
      tester,
    );
    for (let n = 0; n < 40; n += 1) await collecting.buyer({ walletId: pool.id, name: `Buyer ${n}` });
    const charge = await collecting.cardTopUp(pool.id);
    await collecting.reserve(charge, 1, false);
    expect((await collecting.decline(charge)).pausedBuyerIds).toHaveLength(40);
    await collecting.pay(charge);
    const { items } = await ledger.buyers.list(collecting.accountId, { walletId: pool.id }, { limit: 100 });
    expect(items.every(({ deliveryStatus }) => deliveryStatus === 'active')).toBe(true);
  });
});
