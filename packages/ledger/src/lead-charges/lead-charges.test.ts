import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newPrint } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';
import { type Leads, openLeads } from './testing/leads.ts';

let ledger: Ledger;
let leads: Leads;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
  leads = await openLeads(ledger);
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

describe('a lead that a card pays for', () => {
  test('is pending until the card has paid, and delivered once, however often it is told', async () => {
    const { buyer, card } = await leads.directBuyer();
    const lead = await leads.pending(buyer.id);
    expect(await leads.delivery(lead)).toMatchObject({
      outcome: 'pending',
      fundedBy: 'card',
      decidedAt: null,
    });
    expect(await leads.reserveLead(lead)).toEqual({ outcome: 'reserved' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => leads.pay(lead)));
    for (const answer of answers) expect(answer).toMatchObject({ outcome: 'delivered', topUpId: null });
    const delivery = await leads.delivery(lead);
    expect(delivery).toMatchObject({
      outcome: 'delivered',
      fundedBy: 'card',
      fundingReason: 'direct_charge',
    });
    expect(delivery.decidedAt).not.toBeNull();
    expect((await leads.told()).map(({ type, payload }) => [type, payload.deliveryId])).toEqual([
      ['delivery.delivered', lead.deliveryId],
    ]);
    expect(await leads.owed(buyer.id)).toBe(0n);
    const [saved] = await ledger.paymentMethods.list(leads.accountId, { kind: 'buyer', buyerId: buyer.id });
    expect(saved?.id).toBe(card.id);
  });

  test('is the same lead when it is asked for again, in its present state', async () => {
    const { buyer } = await leads.directBuyer();
    const lead = await leads.pending(buyer.id, 2_500, 'asked-twice');
    const again = await ledger.deliveries.deliver(leads.lead(buyer.id, 'asked-twice', 2_500));
    expect(again).toMatchObject({ outcome: 'pending', replayed: true, delivery: { id: lead.deliveryId } });
    await leads.reserveLead(lead);
    await leads.pay(lead);
    const after = await ledger.deliveries.deliver(leads.lead(buyer.id, 'asked-twice', 2_500));
    expect(after).toMatchObject({ outcome: 'delivered', replayed: true, delivery: { id: lead.deliveryId } });
  });

  test('charges the card when the wallet cannot pay, where the buyer has that', async () => {
    const { buyer } = await leads.directBuyer({ mechanism: 'wallet', fallbackToCard: true });
    await leads.credit(buyer.walletId, 3_000);
    const drawn = await ledger.deliveries.deliver(leads.lead(buyer.id, 'from-wallet', 2_500));
    expect(drawn).toMatchObject({ outcome: 'delivered', delivery: { fundedBy: 'wallet' } });
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    await leads.pay(lead);
    expect(await leads.delivery(lead)).toMatchObject({ fundedBy: 'card', fundingReason: 'wallet_short' });
    // The whole lead was charged, never a part of it.
    expect(await leads.balance(buyer.walletId)).toBe(500n);
  });
});

describe('a declined lead of a buyer whose policy is to pause', () => {
  test('pauses first, stays pending until its payment is canceled, and is refused then; nothing is owed', async () => {
    const { buyer } = await leads.directBuyer();
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    const declined = await leads.declineLead(lead);
    expect(declined).toMatchObject({ outcome: 'pending', pausedBuyerIds: [buyer.id] });
    expect(await leads.reasons(buyer.id)).toEqual(['charge_declined']);
    expect(await ledger.leadCharges.facts(lead.chargeId)).toMatchObject({
      state: 'open',
      decline: { code: 'insufficient_funds' },
    });
    expect(await leads.declineLead(lead)).toMatchObject({ outcome: 'pending', pausedBuyerIds: [] });
    for (let times = 0; times < 2; times += 1)
      expect(await leads.refuse(lead)).toMatchObject({ outcome: 'refused', topUpId: null });
    expect(await leads.delivery(lead)).toMatchObject({
      outcome: 'refused',
      refusalCode: 'card_declined',
      fundedBy: null,
    });
    expect(await ledger.charges.get(lead.chargeId)).toMatchObject({ status: 'declined' });
    expect((await leads.told()).at(-1)).toMatchObject({
      type: 'delivery.refused',
      payload: { deliveryId: lead.deliveryId, code: 'card_declined' },
    });
    expect(await leads.owed(buyer.id)).toBe(0n);
    expect(await leads.topUps(buyer.walletId)).toEqual([]);
    const next = await ledger.deliveries.deliver(leads.lead(buyer.id, 'while-paused', 2_500));
    expect(next).toMatchObject({ outcome: 'refused', code: 'delivery_paused' });
    expect(await leads.mail('charge_declined')).toHaveLength(1);
  });

  test.each(['lost_card', 'authentication_required'])('pauses for %s as well', async (code) => {
    const { buyer } = await leads.directBuyer({ failurePolicy: 'continue', exposureLimit: usd(100_000) });
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    const next =
      code === 'lost_card'
        ? ({ kind: 'needs_card', exhausted: false } as const)
        : ({ kind: 'needs_payer' } as const);
    await leads.declineLead(lead, { code, next });
    await leads.refuse(lead);
    expect(await leads.reasons(buyer.id)).toEqual(['charge_declined']);
    expect(await leads.owed(buyer.id)).toBe(0n);
  });

  test.each(['duplicate_transaction', 'invalid_amount'])(
    'is refused alone after %s: that says nothing about the card or the next lead',
    async (code) => {
      const { buyer } = await leads.directBuyer();
      const lead = await leads.pending(buyer.id);
      await leads.reserveLead(lead);
      const next = { kind: 'needs_card', exhausted: false } as const;
      expect(await leads.declineLead(lead, { code, next })).toMatchObject({ pausedBuyerIds: [] });
      expect(await leads.refuse(lead)).toMatchObject({ outcome: 'refused' });
      expect(await leads.reasons(buyer.id)).toEqual([]);
      await leads.pending(buyer.id);
    },
  );

  test('gives back what it had reserved of the buyer’s caps', async () => {
    const { buyer } = await leads.directBuyer({ dailyCap: usd(3_000), monthlyCap: usd(3_000) });
    const lead = await leads.pending(buyer.id);
    const over = await ledger.deliveries.deliver(leads.lead(buyer.id, 'over-the-cap', 2_500));
    expect(over).toMatchObject({ outcome: 'refused', code: 'spending_cap_reached' });
    await leads.reserveLead(lead);
    await leads.declineLead(lead);
    await leads.refuse(lead);
    await ledger.pauses.resume({ accountId: leads.accountId, buyerId: buyer.id, note: 'ok' }, tester);
    await leads.pending(buyer.id);
  });

  test('keeps delivering what is left in the wallet where its timing says so', async () => {
    const { buyer } = await leads.directBuyer({
      mechanism: 'wallet',
      fallbackToCard: true,
      pauseTiming: 'when_exhausted',
    });
    await leads.credit(buyer.walletId, 1_000);
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    await leads.declineLead(lead);
    await leads.refuse(lead);
    const small = await ledger.deliveries.deliver(leads.lead(buyer.id, 'small', 900));
    expect(small).toMatchObject({ outcome: 'delivered', delivery: { fundedBy: 'wallet' } });
    const large = await ledger.deliveries.deliver(leads.lead(buyer.id, 'large', 900));
    expect(large).toMatchObject({ outcome: 'refused', code: 'delivery_paused' });
  });
});

describe('what a declined lead has paused', () => {
  async function paused(billing: Parameters<Leads['directBuyer']>[0] = {}, fingerprint = newPrint()) {
    const { buyer, payer } = await leads.directBuyer(billing, fingerprint);
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    await leads.declineLead(lead);
    await leads.refuse(lead);
    expect(await leads.reasons(buyer.id)).toEqual(['charge_declined']);
    return { buyer, payer, fingerprint };
  }

  test('goes on with another card, and not with the same one saved again', async () => {
    const { buyer, payer, fingerprint } = await paused();
    const change = { accountId: leads.accountId, payer, updatedByIssuer: false };
    const same = await leads.card(payer, { fingerprint });
    await ledger.paymentMethods.setDefault(leads.accountId, payer, same.id, tester);
    await ledger.collections.cardChanged(change);
    expect(await leads.reasons(buyer.id)).toEqual(['charge_declined']);
    const other = await leads.card(payer, { fingerprint: newPrint() });
    await ledger.paymentMethods.setDefault(leads.accountId, payer, other.id, tester);
    await ledger.collections.cardChanged(change);
    expect(await leads.reasons(buyer.id)).toEqual([]);
    await leads.pending(buyer.id);
  });

  test('goes on by hand, and then the card is tried again', async () => {
    const { buyer } = await paused();
    const told = (await leads.mail('charge_declined')).length;
    await ledger.pauses.resume(
      { accountId: leads.accountId, buyerId: buyer.id, note: 'the bank says yes' },
      tester,
    );
    const lead = await leads.pending(buyer.id);
    expect(await leads.reserveLead(lead)).toEqual({ outcome: 'reserved' });
    await leads.declineLead(lead);
    await leads.refuse(lead);
    expect(await leads.reasons(buyer.id)).toEqual(['charge_declined']);
    // A decline after that is another incident, and told again.
    expect(await leads.mail('charge_declined')).toHaveLength(told + 1);
  });

  test('goes on once the wallet holds the price again, where leads are drawn from it', async () => {
    const { buyer } = await paused({ mechanism: 'wallet', fallbackToCard: true });
    await leads.credit(buyer.walletId, 2_000);
    expect(await leads.reasons(buyer.id)).toEqual(['charge_declined']);
    await leads.credit(buyer.walletId, 500);
    expect(await leads.reasons(buyer.id)).toEqual([]);
  });

  test('does not go on by credit in a wallet that no lead is drawn from', async () => {
    const { buyer } = await paused();
    await leads.credit(buyer.walletId, 50_000);
    expect(await leads.reasons(buyer.id)).toEqual(['charge_declined']);
  });

  test('goes on with any payment that the card makes, of whoever has saved it', async () => {
    const { buyer, fingerprint } = await paused();
    const other = await leads.buyerWithCard(fingerprint);
    const topUp = await leads.cardTopUp(other.buyer.walletId, 50_000, other.buyer.id);
    await leads.reserve(topUp);
    await ledger.topUps.credit(topUp.topUpId, {
      paymentIntentId: `pi_${topUp.chargeId}`,
      stripeChargeId: `ch_${topUp.chargeId}`,
    });
    expect(await leads.reasons(buyer.id)).toEqual([]);
    await leads.pending(buyer.id);
  });

  test('closes the card for everybody who has saved it, without pausing them', async () => {
    const { fingerprint } = await paused();
    const { buyer } = await leads.directBuyer({}, fingerprint);
    const lead = await ledger.deliveries.deliver(leads.lead(buyer.id, 'closed-card', 2_500));
    expect(lead).toMatchObject({ outcome: 'refused', code: 'card_declined' });
    expect(await leads.reasons(buyer.id)).toEqual([]);
  });
});
