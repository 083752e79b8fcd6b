import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Buyer } from '../buyers/types.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';
import { type Disputing, openDisputing } from './testing/disputing.ts';

let ledger: Ledger;
let disputing: Disputing;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterAll(() => ledger.close());
beforeEach(async () => {
  disputing = await openDisputing(ledger);
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));

async function rule(walletId: string, payerBuyerId?: string) {
  const { accountId } = disputing;
  const saved = await ledger.autoTopUps.save(
    {
      accountId,
      walletId,
      enabled: true,
      threshold: usd(10_00),
      amount: usd(50_00),
      targetBalance: null,
      consentText: 'Charge my card when the balance is low.',
      ...(payerBuyerId === undefined
        ? { payer: 'account' as const }
        : { payer: 'buyer' as const, payerBuyerId }),
    },
    tester,
  );
  if (saved.outcome !== 'saved') throw new Error(saved.outcome);
}

const suspendedBecause = async (walletId: string) =>
  (await ledger.autoTopUps.get(disputing.accountId, walletId))?.suspended?.because;

const automatic = async (walletId: string) => {
  const { items } = await ledger.topUps.list(disputing.accountId, { walletId }, { limit: 100 });
  return items.filter(({ trigger }) => trigger === 'auto');
};

describe('delivery', () => {
  test('goes on for a buyer whose policy is to continue, with what is left', async () => {
    const buyer = await disputing.payingBuyer({ failurePolicy: 'continue', exposureLimit: usd(0) });
    await disputing.credit(buyer.walletId, 20_00);
    const payment = await disputing.paidTopUp(buyer.walletId, 50_00, buyer.id);
    await disputing.dispute(payment);
    expect(await disputing.reasonsOf(buyer.id)).toEqual([]);
    expect(await ledger.deliveries.deliver(disputing.lead(buyer.id, 'a', 20_00))).toMatchObject({
      outcome: 'delivered',
    });
  });

  test('stops for one that pauses, at once or when the wallet is used up', async () => {
    const now = await disputing.payingBuyer();
    const later = await disputing.payingBuyer({ pauseTiming: 'when_exhausted' });
    for (const buyer of [now, later]) {
      await disputing.credit(buyer.walletId, 20_00);
      await disputing.dispute(await disputing.paidTopUp(buyer.walletId, 50_00, buyer.id));
    }
    expect(await disputing.reasonsOf(now.id)).toEqual([['dispute_opened', 'pause']]);
    expect(await disputing.reasonsOf(later.id)).toEqual([['dispute_opened', 'pause_when_exhausted']]);
    const deliver = (buyer: Buyer, id: string) =>
      ledger.deliveries.deliver(disputing.lead(buyer.id, id, 20_00));
    expect(await deliver(now, 'a')).toMatchObject({ code: 'delivery_paused' });
    expect(await deliver(later, 'a')).toMatchObject({ outcome: 'delivered' });
    expect(await deliver(later, 'b')).toMatchObject({ code: 'delivery_paused' });
  });

  test('of a shared wallet stops for whose card it was, or for all where it was the account’s', async () => {
    const { accountId } = disputing;
    const pool = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
    await disputing.card({ kind: 'account' }, { fingerprint: `fp_${accountId}` });
    const first = await disputing.payingBuyer({}, { walletId: pool.id });
    const second = await disputing.payingBuyer({}, { walletId: pool.id });
    const third = await disputing.payingBuyer({ failurePolicy: 'continue' }, { walletId: pool.id });
    const byBuyer = await disputing.paidTopUp(pool.id, 50_00, first.id);
    const byAccount = await disputing.paidTopUp(pool.id, 70_00);
    await disputing.dispute(byBuyer);
    expect(await disputing.reasonsOf(first.id)).toHaveLength(1);
    expect(await disputing.reasonsOf(second.id)).toEqual([]);
    await disputing.dispute(byAccount);
    expect(await disputing.reasonsOf(first.id)).toHaveLength(2);
    expect(await disputing.reasonsOf(second.id)).toHaveLength(1);
    expect(await disputing.reasonsOf(third.id)).toEqual([]);
  });
});

test('what a shared wallet does not have it owes itself, and its next credit pays it', async () => {
  const { accountId } = disputing;
  const pool = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
  const buyer = await disputing.payingBuyer({}, { walletId: pool.id });
  const other = await disputing.payingBuyer({}, { walletId: pool.id });
  const payment = await disputing.paidTopUp(pool.id, 100_00, buyer.id);
  await ledger.deliveries.deliver(disputing.lead(other.id, 'a', 80_00));
  const { dispute, close } = await disputing.dispute(payment);
  expect(dispute).toMatchObject({
    fromWallet: usd(20_00),
    fromReceivable: usd(80_00),
    stillOwed: usd(80_00),
  });
  // Neither buyer owes it.
  expect((await ledger.pauses.facts(buyer.id))?.exposure).toEqual(usd(0));
  await disputing.credit(pool.id, 50_00);
  expect((await ledger.disputes.find(dispute.id))?.stillOwed).toEqual(usd(30_00));
  expect(await disputing.balance(pool.id)).toBe(0n);
  await close('lost');
  expect(await disputing.reasonsOf(buyer.id)).toHaveLength(1);
  await disputing.credit(pool.id, 50_00);
  expect(await disputing.balance(pool.id)).toBe(20_00n);
  expect(await disputing.reasonsOf(buyer.id)).toEqual([]);
});

describe('an automatic top-up', () => {
  test('with the disputed card charges nothing more, in no wallet, and comes back when the dispute is won', async () => {
    const { accountId } = disputing;
    await disputing.card({ kind: 'account' }, { fingerprint: `fp_${accountId}` });
    const buyer = await disputing.payingBuyer();
    const payment = await disputing.paidTopUp(buyer.walletId, 100_00);
    const pool = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
    await disputing.credit(pool.id, 100_00);
    await rule(buyer.walletId);
    await rule(pool.id);
    const { close } = await disputing.dispute(payment);
    expect(await suspendedBecause(buyer.walletId)).toBe('disputed');
    expect(await suspendedBecause(pool.id)).toBe('disputed');
    expect(await automatic(buyer.walletId)).toEqual([]);
    await close('won');
    expect(await suspendedBecause(buyer.walletId)).toBeUndefined();
    expect(await suspendedBecause(pool.id)).toBeUndefined();
  });

  test('stays suspended while another dispute of the card is open, and after one that was lost', async () => {
    const buyer = await disputing.payingBuyer();
    const [one, two, three] = [
      await disputing.paidTopUp(buyer.walletId, 50_00, buyer.id),
      await disputing.paidTopUp(buyer.walletId, 50_00, buyer.id),
      await disputing.paidTopUp(buyer.walletId, 50_00, buyer.id),
    ];
    await rule(buyer.walletId, buyer.id);
    const [first, second, third] = [
      await disputing.dispute(one),
      await disputing.dispute(two),
      await disputing.dispute(three),
    ];
    await first.close('won');
    expect(await suspendedBecause(buyer.walletId)).toBe('disputed');
    await second.close('lost');
    await third.close('won');
    expect(await suspendedBecause(buyer.walletId)).toBe('disputed');
    // Another card is another matter.
    const payer = { kind: 'buyer', buyerId: buyer.id } as const;
    const card = await disputing.card(payer, { fingerprint: `fp_new_${buyer.id}` });
    await ledger.paymentMethods.setDefault(disputing.accountId, payer, card.id, tester);
    await ledger.collections.cardChanged({ accountId: disputing.accountId, payer, updatedByIssuer: false });
    expect(await suspendedBecause(buyer.walletId)).toBeUndefined();
  });

  test('with another card refills what the dispute took', async () => {
    const { accountId } = disputing;
    await disputing.card({ kind: 'account' }, { fingerprint: `fp_${accountId}` });
    const buyer = await disputing.payingBuyer();
    const payment = await disputing.paidTopUp(buyer.walletId, 100_00, buyer.id);
    await rule(buyer.walletId);
    await disputing.dispute(payment);
    expect(await suspendedBecause(buyer.walletId)).toBeUndefined();
    expect(await automatic(buyer.walletId)).toHaveLength(1);
  });
});

test('an early fraud warning is written down and told once, and moves nothing', async () => {
  const buyer = await disputing.payingBuyer();
  const { paymentIntentId, chargeId } = await disputing.paidTopUp(buyer.walletId, 50_00, buyer.id);
  await rule(buyer.walletId, buyer.id);
  const warning = {
    stripeWarningId: `issfr_${chargeId}`,
    paymentIntentId,
    fraudType: 'misc',
    actionable: true,
  };
  expect(await ledger.disputes.recordFraudWarning(warning)).toBe('recorded');
  expect(await ledger.disputes.recordFraudWarning({ ...warning, actionable: false })).toBe('known');
  expect(await disputing.mail('dispute_opened')).toHaveLength(1);
  expect(await disputing.balance(buyer.walletId)).toBe(50_00n);
  expect(await suspendedBecause(buyer.walletId)).toBeUndefined();
  expect(await disputing.reasonsOf(buyer.id)).toEqual([]);
  const foreign = { ...warning, paymentIntentId: 'pi_foreign' };
  expect(await ledger.disputes.recordFraudWarning(foreign)).toBe('not_ours');
});

test('evidence is reminded of once for each number, and no more once it was submitted', async () => {
  const buyer = await disputing.payingBuyer();
  const { dispute, seen } = await disputing.dispute(
    await disputing.paidTopUp(buyer.walletId, 50_00, buyer.id),
  );
  const remind = (number: number) => ledger.disputes.remind({ disputeId: dispute.id, number });
  await remind(1);
  await remind(1);
  expect(await disputing.mail('dispute_opened')).toHaveLength(2);
  await disputing.record({ ...seen, status: 'under_review', evidenceSubmitted: true });
  await remind(2);
  expect(await disputing.mail('dispute_opened')).toHaveLength(2);
});
