import { setTimeout as moment } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { newPrint } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester } from '../testing/index.ts';
import { type Leads, openLeads } from './testing/leads.ts';

let ledger: Ledger;
let leads: Leads;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 24 });
  leads = await openLeads(ledger);
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

type Pending = Awaited<ReturnType<Leads['pending']>>;

const pendings = async (buyerId: string, count: number) => {
  const all: Pending[] = [];
  for (let index = 0; index < count; index += 1) all.push(await leads.pending(buyerId));
  return all;
};

describe('many leads at once on one card', () => {
  test('wait for each other where the card is healthy: all thirty are delivered', async () => {
    const { buyer } = await leads.directBuyer();
    const all = await pendings(buyer.id, 30);
    let underWay = 0;
    let most = 0;
    await Promise.all(
      all.map(async (lead) => {
        let answer = await leads.reserveLead(lead);
        while (answer.outcome === 'crowded') {
          await moment(5);
          answer = await leads.reserveLead(lead);
        }
        expect(answer).toEqual({ outcome: 'reserved' });
        underWay += 1;
        most = Math.max(most, underWay);
        await moment(5);
        underWay -= 1;
        await leads.pay(lead);
      }),
    );
    expect(most).toBeLessThanOrEqual(10);
    for (const lead of all) expect(await leads.delivery(lead)).toMatchObject({ outcome: 'delivered' });
  });

  test('make at most ten attempts where it is declined, and one pause, one incident and one mail', async () => {
    const { buyer } = await leads.directBuyer();
    const before = (await leads.mail('charge_declined')).length;
    const all = await pendings(buyer.id, 30);
    let attempts = 0;
    await Promise.all(
      all.map(async (lead) => {
        let answer = await leads.reserveLead(lead);
        while (answer.outcome === 'crowded') {
          await moment(5);
          answer = await leads.reserveLead(lead);
        }
        if (answer.outcome === 'decided') return;
        attempts += 1;
        await leads.declineLead(lead);
        await leads.refuse(lead);
      }),
    );
    expect(attempts).toBeLessThanOrEqual(10);
    for (const lead of all) expect(await leads.delivery(lead)).toMatchObject({ outcome: 'refused' });
    expect(await leads.reasons(buyer.id)).toEqual(['charge_declined']);
    expect(await leads.mail('charge_declined')).toHaveLength(before + 1);
    expect(await leads.owed(buyer.id)).toBe(0n);
  });

  test('do not make a top-up on it wait for a month', async () => {
    const fingerprint = newPrint();
    const { buyer } = await leads.directBuyer({}, fingerprint);
    for (const lead of await pendings(buyer.id, 10)) await leads.reserveLead(lead);
    const topUp = await leads.cardTopUp(buyer.walletId, 50_000, buyer.id);
    expect(await leads.reserve(topUp)).toEqual({ outcome: 'crowded' });
  });
});

describe('the end of a lead', () => {
  test('is one, whoever decides first: the payment, the decline or the refusal', async () => {
    for (let round = 0; round < 15; round += 1) {
      const { buyer } = await leads.trusted(round % 2 === 0 ? 100_000 : 0);
      const lead = await leads.pending(buyer.id);
      await leads.reserveLead(lead);
      await Promise.all([leads.declineLead(lead), leads.pay(lead), leads.refuse(lead), leads.pay(lead)]);
      // Money that came in is with the lead, with its debt, or in the wallet: never lost, never twice.
      const { outcome } = await leads.delivery(lead);
      const charge = await ledger.charges.get(lead.chargeId);
      expect(charge?.status).toBe('succeeded');
      expect(await leads.owed(buyer.id)).toBe(0n);
      expect(await leads.balance(buyer.walletId)).toBe(outcome === 'refused' ? 2_500n : 0n);
    }
  });

  test('does not lose money that comes for a lead that was refused: it is in the wallet, once', async () => {
    const { buyer } = await leads.directBuyer();
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    await leads.declineLead(lead);
    await leads.refuse(lead);
    const answers = await Promise.all([1, 2, 3].map(() => leads.pay(lead)));
    const [topUp, ...none] = await leads.topUps(buyer.walletId);
    expect(none).toEqual([]);
    expect(topUp).toMatchObject({ status: 'succeeded', trigger: 'debt', chargeId: lead.chargeId });
    for (const answer of answers) expect(answer).toMatchObject({ outcome: 'refused', topUpId: topUp?.id });
    expect(await leads.balance(buyer.walletId)).toBe(2_500n);
    expect(await leads.delivery(lead)).toMatchObject({ outcome: 'refused' });
    expect((await leads.told()).filter(({ payload }) => payload.deliveryId === lead.deliveryId)).toHaveLength(
      1,
    );
    expect(await leads.reasons(buyer.id)).toEqual([]);
  });

  test('delivers when the payment succeeded although its decline was recorded, and the pause ends', async () => {
    const { buyer } = await leads.directBuyer();
    const lead = await leads.pending(buyer.id);
    await leads.reserveLead(lead);
    await leads.declineLead(lead);
    expect(await leads.pay(lead)).toMatchObject({ outcome: 'delivered' });
    expect(await leads.refuse(lead)).toMatchObject({ outcome: 'delivered' });
    expect(await leads.reasons(buyer.id)).toEqual([]);
    await leads.pending(buyer.id);
  });

  test('stays clear of a card that changes at the same moment', async () => {
    const { buyer, payer, card } = await leads.directBuyer();
    const other = await leads.card(payer, { fingerprint: newPrint() });
    for (let round = 0; round < 10; round += 1) {
      const lead = await leads.pending(buyer.id);
      await leads.reserveLead(lead);
      const { id } = round % 2 === 0 ? other : card;
      const change = { accountId: leads.accountId, payer, updatedByIssuer: false };
      await Promise.all([
        leads.pay(lead),
        ledger.paymentMethods
          .setDefault(leads.accountId, payer, id, tester)
          .then(() => ledger.collections.cardChanged(change)),
      ]);
      expect(await leads.delivery(lead)).toMatchObject({ outcome: 'delivered' });
    }
  });
});
