import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';
import { needsCard, newPrint, newsOf, openCollecting } from './testing/collecting.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

/** A buyer whose automatic top-up was declined for good. */
async function suspended() {
  const collecting = await openCollecting(ledger);
  const { accountId } = collecting;
  const fingerprint = newPrint();
  const { buyer, payer, card } = await collecting.buyerWithCard(fingerprint);
  const saved = await ledger.autoTopUps.save(
    {
      accountId,
      walletId: buyer.walletId,
      enabled: true,
      threshold: usd(10_000),
      amount: usd(50_000),
      targetBalance: null,
      payer: 'buyer',
      consentText: 'yes',
    },
    tester,
  );
  if (saved.outcome !== 'saved' || saved.startedTopUpId === null) throw new Error(saved.outcome);
  const topUp = await ledger.topUps.find(saved.startedTopUpId);
  if (!topUp?.chargeId) throw new Error('no charge');
  const charge = { topUpId: topUp.id, chargeId: topUp.chargeId, paymentMethodId: card.id };
  await collecting.reserve(charge, 1, false);
  await collecting.decline(charge, { code: 'card_not_supported', next: needsCard });
  await newsOf(ledger, charge.chargeId);
  const state = async () => (await ledger.autoTopUps.get(accountId, buyer.walletId))?.state;
  const makeDefault = (id: string) => ledger.paymentMethods.setDefault(accountId, payer, id, tester);
  return { collecting, accountId, buyer, payer, card, fingerprint, charge, state, makeDefault };
}

describe('another card of the payer', () => {
  test('wakes its failing charges and lets its suspended rules go on', async () => {
    const { collecting, payer, charge, state, makeDefault } = await suspended();
    expect(await state()).toBe('suspended');
    const another = await collecting.card(payer, { fingerprint: newPrint() });
    // Saved, but not the default yet.
    expect(await newsOf(ledger, charge.chargeId)).toEqual([]);
    await makeDefault(another.id);
    expect(await newsOf(ledger, charge.chargeId)).toEqual(['paymentMethodUpdated']);
    expect(await state()).toBe('on');
    const facts = await ledger.collections.facts(charge.chargeId);
    expect(facts).toMatchObject({ state: 'open', isAnotherCard: true, card: { id: another.id } });
    // Once it was tried it is no other card any more.
    await collecting.reserve({ ...charge, paymentMethodId: another.id }, 2);
    await collecting.decline(charge, { attempt: 2 });
    expect(await ledger.collections.facts(charge.chargeId)).toMatchObject({
      isAnotherCard: false,
      declines: [{ class: 'soft_funds' }],
      nextAttempt: 3,
    });
  });

  test('with the same fingerprint changes nothing', async () => {
    const { collecting, payer, fingerprint, charge, state, makeDefault } = await suspended();
    const same = await collecting.card(payer, { fingerprint });
    await makeDefault(same.id);
    expect(await newsOf(ledger, charge.chargeId)).toEqual([]);
    expect(await state()).toBe('suspended');
    expect(await ledger.collections.facts(charge.chargeId)).toMatchObject({ isAnotherCard: false });
  });

  test('starts what is due once, however often and however concurrently it is told', async () => {
    const { collecting, accountId, buyer, payer, charge, makeDefault } = await suspended();
    await collecting.close(charge.chargeId, 'stopped');
    const another = await collecting.card(payer, { fingerprint: newPrint() });
    await Promise.all([
      makeDefault(another.id),
      ledger.collections.cardChanged({ accountId, payer, updatedByIssuer: false }),
      makeDefault(another.id),
      ledger.collections.cardChanged({ accountId, payer, updatedByIssuer: false }),
    ]);
    const { items } = await ledger.topUps.list(accountId, { walletId: buyer.walletId }, { limit: 10 });
    expect(items.map(({ status }) => status)).toEqual(['pending', 'canceled']);
    expect(items[0]?.paymentMethod?.id).toBe(another.id);
  });

  test('races with a payment of the same card without waiting in a circle', async () => {
    const { collecting, payer, charge, makeDefault } = await suspended();
    const cards = await Promise.all([1, 2].map(() => collecting.card(payer, { fingerprint: newPrint() })));
    await Promise.all([
      ...cards.map(({ id }) => makeDefault(id)),
      collecting.pay(charge),
      ...cards.map(({ id }) => makeDefault(id)),
    ]);
    expect(await ledger.topUps.find(charge.topUpId)).toMatchObject({ status: 'succeeded' });
  });
});

describe('new details from the issuer', () => {
  test('wake what the same card was declined for', async () => {
    const { accountId, card, charge, payer } = await suspended();
    const { brand, last4, stripePaymentMethodId, fingerprint } = card;
    const details = { stripePaymentMethodId, brand, last4, fingerprint, expMonth: 1, expYear: 2039 };
    expect(await ledger.paymentMethods.updateFromStripe(details)).toMatchObject({
      accountId,
      payer,
      expYear: 2039,
    });
    expect(await newsOf(ledger, charge.chargeId)).toEqual(['paymentMethodUpdated']);
    expect(await ledger.collections.facts(charge.chargeId)).toMatchObject({ isAnotherCard: true });
    // Nothing new: nobody is woken again.
    expect(await ledger.paymentMethods.updateFromStripe(details)).toBeNull();
    expect(await newsOf(ledger, charge.chargeId)).toEqual([]);
    const unknown = { ...details, stripePaymentMethodId: 'pm_of_nobody' };
    expect(await ledger.paymentMethods.updateFromStripe(unknown)).toBeNull();
  });
});

describe('the facts of a failing charge', () => {
  test('offer a backup card once, and never the default that was there all along', async () => {
    const collecting = await openCollecting(ledger);
    const { accountId } = collecting;
    const { buyer, payer } = await collecting.buyerWithCard();
    const picked = await collecting.card(payer, { fingerprint: newPrint() });
    const backup = await collecting.card(payer, { fingerprint: newPrint() });
    const words = { accountId, payer, paymentMethodId: backup.id, consentText: 'if the first fails' };
    await ledger.paymentMethods.setBackup(words, tester);
    const result = await ledger.topUps.request(
      {
        accountId,
        walletId: buyer.walletId,
        amount: usd(50_000),
        funding: 'buyer_card',
        paymentMethodId: picked.id,
      },
      tester,
    );
    if (result.outcome !== 'accepted' || result.topUp.chargeId === null) throw new Error(result.outcome);
    const { id: topUpId, chargeId } = result.topUp;
    const charge = { topUpId, chargeId, paymentMethodId: picked.id };
    await collecting.reserve(charge);
    await collecting.decline(charge);
    expect(await ledger.collections.facts(chargeId)).toMatchObject({
      isAnotherCard: false,
      backupCard: { id: backup.id },
      retryWanted: true,
      policyLabel: null,
    });
    const incident = (await ledger.topUps.find(topUpId))?.incidentId;
    await collecting.reserve({ ...charge, paymentMethodId: backup.id }, 2);
    await collecting.decline(charge, { attempt: 2 });
    expect(await ledger.collections.facts(chargeId)).toMatchObject({ backupCard: null });
    expect((await ledger.topUps.find(topUpId))?.incidentId).toBe(incident);
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
  });

  test('carry the policy of the account, and whether a paused buyer wants retries', async () => {
    const collecting = await openCollecting(ledger);
    const retryPolicy = {
      softFunds: [1],
      softIssuer: [2],
      softTechnical: [3],
      giveUpAfter: 4,
      label: 'quick',
    };
    await ledger.accounts.updateSettings(collecting.accountId, { retryPolicy }, tester);
    const { chargeId } = await collecting.failing({ retryWhilePaused: false });
    expect(await ledger.collections.facts(chargeId)).toMatchObject({
      policy: { softFunds: [1], softIssuer: [2], softTechnical: [3], giveUpAfter: 4 },
      policyLabel: 'quick',
      retryWanted: false,
    });
    expect(await ledger.accounts.settings(collecting.accountId)).toMatchObject({ retryPolicy });
  });
});
