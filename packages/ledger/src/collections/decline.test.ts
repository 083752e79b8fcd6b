import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';
import { inAnHour, needsCard, newPrint, openCollecting } from './testing/collecting.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

describe('a declined charge', () => {
  test('stays open, and pauses its buyer before anything else happens', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, payer, card } = await collecting.buyerWithCard();
    const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    await collecting.reserve(topUp);
    const at = inAnHour();
    const { pausedBuyerIds } = await collecting.decline(topUp, { next: { kind: 'retry', at } });
    expect(pausedBuyerIds).toEqual([buyer.id]);
    expect(await ledger.topUps.find(topUp.topUpId)).toMatchObject({
      status: 'retrying',
      retryState: 'scheduled',
      nextAttemptAt: at,
      decline: { code: 'insufficient_funds' },
      endedAt: null,
    });
    expect(await collecting.read(buyer.id)).toMatchObject({
      deliveryStatus: 'paused',
      pauseReasons: [
        {
          reason: 'charge_declined',
          effect: 'pause',
          chargeId: topUp.chargeId,
          amount: usd(50_000),
          charge: { topUpId: topUp.topUpId, payer, declineCode: 'insufficient_funds', nextAttemptAt: at },
        },
      ],
    });
    const lead = await ledger.deliveries.deliver(collecting.lead(buyer.id, 'lead-1', 1000));
    expect(lead).toMatchObject({ outcome: 'refused', code: 'delivery_paused' });
    expect(await ledger.collections.get(collecting.accountId, topUp.chargeId)).toMatchObject({
      retryState: 'scheduled',
      declineClass: 'soft_funds',
      siblings: 0,
      affectedBuyers: [{ buyerId: buyer.id }],
      attempts: [{ number: 1, outcome: 'declined', fingerprint: card.fingerprint }],
    });
    expect(await ledger.topUps.listOpen(inAnHour(), 1000)).toContainEqual(
      expect.objectContaining({ id: topUp.topUpId }),
    );
  });

  test('is recorded once, however often its attempt is', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.buyerWithCard();
    const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    await collecting.reserve(topUp);
    await Promise.all([1, 2, 3, 4].map(() => collecting.decline(topUp)));
    // A late repeat of the first leaves what the second attempt is at.
    await collecting.reserve(topUp, 2);
    await collecting.decline(topUp, { next: needsCard });
    expect(await ledger.topUps.find(topUp.topUpId)).toMatchObject({ retryState: 'trying' });
    expect((await collecting.read(buyer.id)).pauseReasons).toHaveLength(1);
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
  });

  test('of one card, twice at once, is one incident and one mail', async () => {
    const collecting = await openCollecting(ledger);
    await collecting.card({ kind: 'account' }, { fingerprint: newPrint() });
    const wallet = await ledger.wallets.createShared(
      { accountId: collecting.accountId, name: 'Pool', currency: 'USD' },
      tester,
    );
    const [a, b] = [
      await collecting.buyer({ walletId: wallet.id }),
      await collecting.buyer({ walletId: wallet.id, billing: { failurePolicy: 'continue' } }),
    ];
    const alone = await collecting.buyer();
    const charges = [
      await collecting.cardTopUp(wallet.id),
      await collecting.cardTopUp(alone.walletId),
      await collecting.cardTopUp(wallet.id),
    ];
    for (const charge of charges) await collecting.reserve(charge);
    await Promise.all(charges.map((charge) => collecting.decline(charge)));
    const { items } = await ledger.collections.list(collecting.accountId, {}, { limit: 10 });
    expect(items).toHaveLength(3);
    expect(new Set(items.map(({ incidentId }) => incidentId)).size).toBe(1);
    expect(items.map(({ siblings }) => siblings)).toEqual([2, 2, 2]);
    expect(await collecting.mail('charge_declined')).toHaveLength(1);
    const states = await Promise.all([a, b, alone].map(({ id }) => collecting.read(id)));
    expect(states.map(({ deliveryStatus }) => deliveryStatus)).toEqual(['paused', 'active', 'paused']);
    const ofWallet = await ledger.collections.list(
      collecting.accountId,
      { walletId: wallet.id },
      { limit: 10 },
    );
    expect(ofWallet.items.map(({ affectedBuyers }) => affectedBuyers.length)).toEqual([2, 2]);
    const ofBuyer = await ledger.collections.list(collecting.accountId, { buyerId: b.id }, { limit: 1 });
    expect(ofBuyer.items).toHaveLength(1);
    expect(ofBuyer.nextCursor).not.toBeNull();
  });

  test('lets a buyer who continues go on until nothing more is tried', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing({ failurePolicy: 'continue' });
    expect((await collecting.read(buyer.id)).deliveryStatus).toBe('active');
    await collecting.reserve(failing, 2);
    await collecting.decline(failing, { attempt: 2, next: { kind: 'needs_card', exhausted: true } });
    expect(await collecting.read(buyer.id)).toMatchObject({
      deliveryStatus: 'paused',
      pauseReasons: [{ reason: 'charge_retries_exhausted' }],
    });
  });

  test('whose retries are exhausted says so in place of what was said before, in the same pause', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    await collecting.reserve(failing, 2);
    await collecting.decline(failing, { attempt: 2, next: { kind: 'needs_card', exhausted: true } });
    const { pauseReasons } = await collecting.read(buyer.id);
    expect(pauseReasons.map(({ reason }) => reason)).toEqual(['charge_retries_exhausted']);
    const { items } = await ledger.outgoingWebhooks.list(collecting.accountId, { limit: 10 });
    expect(items.map(({ type }) => type)).toEqual(['buyer.paused']);
  });

  test('keeps delivering what is left where the buyer wants that', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.failing({ pauseTiming: 'when_exhausted' });
    const read = await collecting.read(buyer.id);
    expect(read).toMatchObject({
      deliveryStatus: 'active',
      pauseReasons: [{ effect: 'pause_when_exhausted' }],
    });
    await ledger.pauses.setTiming(
      { accountId: collecting.accountId, buyerId: buyer.id, timing: 'immediate' },
      tester,
    );
    expect((await collecting.read(buyer.id)).deliveryStatus).toBe('paused');
  });

  test('that the payer has to confirm waits for him, and he is told once', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.buyerWithCard();
    const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    await collecting.reserve(topUp);
    const said = { code: 'authentication_required', next: { kind: 'needs_payer' } as const };
    await collecting.decline(topUp, said);
    expect(await ledger.topUps.find(topUp.topUpId)).toMatchObject({
      status: 'requires_action',
      retryState: 'needs_payer',
    });
    expect((await collecting.read(buyer.id)).pauseReasons).toMatchObject([
      { reason: 'authentication_required' },
    ]);
    expect((await collecting.mail()).map(({ kind }) => kind)).toEqual(['action_needed']);
  });

  test('does not pause again whom somebody has let go on by hand', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer, ...failing } = await collecting.failing();
    const order = { accountId: collecting.accountId, buyerId: buyer.id, note: 'promised to pay' };
    await ledger.pauses.resume(order, tester);
    await collecting.reserve(failing, 2);
    expect(await collecting.decline(failing, { attempt: 2 })).toMatchObject({ pausedBuyerIds: [] });
    expect((await collecting.read(buyer.id)).deliveryStatus).toBe('active');
  });

  test('suspends the rule that asked for it once the card is of no use', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.buyerWithCard();
    const saved = await ledger.autoTopUps.save(
      {
        accountId: collecting.accountId,
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
    if (!topUp?.chargeId || !topUp.paymentMethod) throw new Error('no charge');
    const charge = {
      topUpId: topUp.id,
      chargeId: topUp.chargeId,
      paymentMethodId: topUp.paymentMethod.id,
    };
    expect(await collecting.reserve(charge, 1, false)).toEqual({ outcome: 'reserved' });
    await collecting.decline(charge, { code: 'expired_card', next: needsCard });
    const rule = await ledger.autoTopUps.get(collecting.accountId, buyer.walletId);
    expect(rule).toMatchObject({
      state: 'suspended',
      suspended: { because: 'card_declined', topUpId: topUp.id },
      openTopUpId: topUp.id,
    });
    // It ends as it began: nothing new starts with the same card.
    await collecting.close(charge.chargeId, 'given_up');
    expect(await ledger.autoTopUps.get(collecting.accountId, buyer.walletId)).toMatchObject({
      state: 'suspended',
      openTopUpId: null,
    });
  });
});
