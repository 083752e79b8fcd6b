import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, usd } from '../testing/index.ts';
import { type Leads, openLeads } from './testing/leads.ts';

let ledger: Ledger;
let leads: Leads;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
  leads = await openLeads(ledger);
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

/** What waits in the outbox to be started as a top-up of this buyer. */
async function startedTopUps(buyerId: string) {
  const items = await ledger.outbox.claim(1000, 0);
  return items.flatMap(({ message }) =>
    message.kind === 'start_top_up' && message.input.buyerId === buyerId ? [message.input] : [],
  );
}

async function declined(buyerId: string, priceMinor = 2_500) {
  const lead = await leads.pending(buyerId, priceMinor);
  await leads.reserveLead(lead);
  await leads.declineLead(lead);
  return lead;
}

const credit = (topUpId: string, chargeId: string) =>
  ledger.topUps.credit(topUpId, { paymentIntentId: `pi_${chargeId}`, stripeChargeId: `ch_${chargeId}` });

describe('a declined lead of a buyer whose policy is to continue', () => {
  test('is delivered on trust, and its very charge is collected as a top-up that pays for it', async () => {
    const { buyer } = await leads.trusted(10_000);
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    const standing = await leads.declineLead(lead);
    expect(standing).toMatchObject({ outcome: 'delivered', pausedBuyerIds: [] });
    expect(await leads.declineLead(lead)).toMatchObject({ outcome: 'delivered', topUpId: standing.topUpId });
    expect(await leads.refuse(lead)).toMatchObject({ outcome: 'delivered' });
    expect(await leads.delivery(lead)).toMatchObject({
      outcome: 'delivered',
      fundedBy: 'trust',
      fundingReason: 'trusted_while_retrying',
    });
    expect(await leads.owed(buyer.id)).toBe(2_500n);
    const [topUp, ...none] = await leads.topUps(buyer.walletId);
    expect(none).toEqual([]);
    expect(topUp).toMatchObject({
      id: standing.topUpId,
      trigger: 'debt',
      status: 'retrying',
      retryState: 'scheduled',
      chargeId: lead.chargeId,
    });
    expect(await startedTopUps(buyer.id)).toMatchObject([
      { topUpId: topUp?.id, chargeId: lead.chargeId, trigger: 'debt', amountMinor: 2_500 },
    ]);

    await credit(topUp?.id ?? '', lead.chargeId);
    expect(await leads.owed(buyer.id)).toBe(0n);
    expect(await leads.balance(buyer.walletId)).toBe(0n);
    expect((await leads.told()).filter(({ payload }) => payload.deliveryId === lead.deliveryId)).toHaveLength(
      1,
    );
    await leads.pending(buyer.id);
  });

  test('is followed by leads that make no attempt of their own, up to the limit', async () => {
    const { buyer } = await leads.trusted(6_000);
    await declined(buyer.id);
    const joined = await ledger.deliveries.deliver(leads.lead(buyer.id, 'joined', 2_500));
    expect(joined).toMatchObject({ outcome: 'delivered', delivery: { fundedBy: 'trust' } });
    const beyond = await ledger.deliveries.deliver(leads.lead(buyer.id, 'beyond', 2_500));
    expect(beyond).toMatchObject({ outcome: 'refused', code: 'delivery_paused' });
    expect(await leads.reasons(buyer.id)).toEqual(['exposure_limit_reached']);
  });

  test('is refused beyond the limit, and pauses him until he owes less', async () => {
    const { buyer } = await leads.trusted(4_000);
    const [first, second] = [await leads.pending(buyer.id), await leads.pending(buyer.id)];
    for (const lead of [first, second]) await leads.reserveLead(lead);
    const { topUpId } = await leads.declineLead(first);
    expect(await leads.declineLead(second)).toMatchObject({ outcome: 'pending', pausedBuyerIds: [buyer.id] });
    expect(await leads.refuse(second)).toMatchObject({ outcome: 'refused' });
    expect(await leads.reasons(buyer.id)).toEqual(['exposure_limit_reached']);
    await credit(topUpId ?? '', first.chargeId);
    expect(await leads.reasons(buyer.id)).toEqual([]);
  });

  test('is refused as under the other policy where nothing at all may be owed', async () => {
    const { buyer } = await leads.trusted(1_000);
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    await leads.declineLead(lead);
    await leads.refuse(lead);
    expect(await leads.reasons(buyer.id)).toEqual(['charge_declined']);
    expect(await ledger.pauses.recheck(buyer.id)).toBe(0);
  });

  test('waits for no card that is being retried: it joins what is owed without an attempt', async () => {
    const { buyer } = await leads.trusted(10_000);
    const [first, second] = [await leads.pending(buyer.id), await leads.pending(buyer.id)];
    await leads.reserveLead(first);
    await leads.declineLead(first);
    expect(await leads.reserveLead(second)).toMatchObject({
      outcome: 'decided',
      lead: { outcome: 'delivered', topUpId: null },
    });
    expect(await leads.delivery(second)).toMatchObject({ fundedBy: 'trust' });
    expect(await ledger.charges.get(second.chargeId)).toMatchObject({ status: 'canceled', attempts: [] });
    expect(await leads.owed(buyer.id)).toBe(5_000n);
  });
});

describe('what a buyer owes beside a debt that was paid', () => {
  test('is charged as one sum, never as two', async () => {
    const { buyer } = await leads.trusted(100_000);
    const first = await declined(buyer.id);
    for (const leadId of ['rest-1', 'rest-2']) {
      const joined = await ledger.deliveries.deliver(leads.lead(buyer.id, leadId, 1_000));
      expect(joined).toMatchObject({ outcome: 'delivered', delivery: { fundedBy: 'trust' } });
    }
    await startedTopUps(buyer.id);
    const [debt] = await leads.topUps(buyer.walletId);
    await Promise.all([1, 2, 3].map(() => credit(debt?.id ?? '', first.chargeId)));
    const [, rest, ...none] = await leads.topUps(buyer.walletId);
    expect(none).toEqual([]);
    expect(rest).toMatchObject({ trigger: 'debt', status: 'pending', amount: usd(2_000) });
    expect((await startedTopUps(buyer.id)).map(({ topUpId }) => topUpId)).toContain(rest?.id);
    await credit(rest?.id ?? '', rest?.chargeId ?? '');
    expect(await leads.owed(buyer.id)).toBe(0n);
    expect(await leads.topUps(buyer.walletId)).toHaveLength(2);
  });

  test('waits until every lead that is collected by itself is paid', async () => {
    const { buyer } = await leads.trusted(100_000);
    const [one, two] = [await leads.pending(buyer.id), await leads.pending(buyer.id)];
    for (const lead of [one, two]) await leads.reserveLead(lead);
    for (const lead of [one, two]) await leads.declineLead(lead);
    await ledger.deliveries.deliver(leads.lead(buyer.id, 'rest', 1_000));
    const [debtOne, debtTwo] = await leads.topUps(buyer.walletId);
    await credit(debtOne?.id ?? '', one.chargeId);
    expect(await leads.topUps(buyer.walletId)).toHaveLength(2);
    await credit(debtTwo?.id ?? '', two.chargeId);
    expect((await leads.topUps(buyer.walletId)).at(-1)).toMatchObject({
      amount: usd(1_000),
      status: 'pending',
    });
  });

  test('stays owed where no card is charged so little', async () => {
    const { buyer } = await leads.trusted(100_000);
    const first = await declined(buyer.id);
    await ledger.deliveries.deliver(leads.lead(buyer.id, 'cents', 49));
    const [debt] = await leads.topUps(buyer.walletId);
    await credit(debt?.id ?? '', first.chargeId);
    expect(await leads.topUps(buyer.walletId)).toHaveLength(1);
    expect(await leads.owed(buyer.id)).toBe(49n);
  });

  test('is charged likewise where leads are drawn from a wallet first', async () => {
    const wallet = await leads.directBuyer({
      mechanism: 'wallet',
      fallbackToCard: true,
      failurePolicy: 'continue',
      exposureLimit: usd(100_000),
    });
    const first = await declined(wallet.buyer.id);
    await ledger.deliveries.deliver(leads.lead(wallet.buyer.id, 'rest-of-wallet', 1_000));
    const [debt] = await leads.topUps(wallet.buyer.walletId);
    await credit(debt?.id ?? '', first.chargeId);
    expect(await leads.topUps(wallet.buyer.walletId)).toHaveLength(2);
  });
});
