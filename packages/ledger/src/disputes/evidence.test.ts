import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Buyer } from '../buyers/types.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester, usd } from '../testing/index.ts';
import { type Disputing, openDisputing, type PaidTopUp } from './testing/disputing.ts';
import type { EvidenceLine } from './types.ts';

let ledger: Ledger;
let disputing: Disputing;
let buyer: Buyer;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
});
afterAll(() => ledger.close());
beforeEach(async () => {
  disputing = await openDisputing(ledger);
  buyer = await disputing.payingBuyer({ returnWindowDays: 30 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));

const pay = (amountMinor: number) => disputing.paidTopUp(buyer.walletId, amountMinor, buyer.id);

async function deliver(leadId: string, priceMinor: number): Promise<string> {
  const labels = { source: 'web' };
  const result = await ledger.deliveries.deliver(disputing.lead(buyer.id, leadId, priceMinor, { labels }));
  if (result.outcome !== 'delivered') throw new Error(result.outcome);
  return result.delivery.id;
}

async function evidenceOf(payment: PaidTopUp): Promise<EvidenceLine[]> {
  const { dispute } = await disputing.dispute(payment);
  const evidence = await ledger.disputes.evidence(disputing.accountId, dispute.id);
  const lines: EvidenceLine[] = [];
  if (evidence !== null) for await (const line of evidence.lines()) lines.push(line);
  return lines;
}

const parts = (lines: EvidenceLine[]) =>
  lines.map(({ leadId, kind, covered }) => [leadId ?? kind, Number(covered.amountMinor)]);

describe('the evidence of a disputed top-up', () => {
  test('is the leads that its money paid for: oldest credit first, and parts of a lead', async () => {
    await pay(50_00);
    await deliver('before', 30_00);
    const payment = await pay(100_00);
    await deliver('both', 45_00);
    const only = await deliver('only', 60_00);
    await pay(70_00);
    await deliver('both again', 20_00);
    await deliver('after', 10_00);
    const lines = await evidenceOf(payment);
    expect(parts(lines)).toEqual([
      ['both', 25_00],
      ['only', 60_00],
      ['both again', 15_00],
    ]);
    expect(lines[1]).toMatchObject({
      kind: 'lead',
      price: usd(60_00),
      deliveryId: only,
      buyerId: buyer.id,
      buyerName: buyer.name,
      labels: { source: 'web' },
      returnedAt: null,
    });
  });

  test('ends where the dispute took what was left', async () => {
    const payment = await pay(100_00);
    await deliver('paid', 30_00);
    await disputing.credit(buyer.walletId, 50_00);
    expect(parts(await evidenceOf(payment))).toEqual([['paid', 30_00]]);
    expect(await disputing.balance(buyer.walletId)).toBe(20_00n);
  });

  test('knows promotional credit, which is spent first, and leads that were returned', async () => {
    const payment = await pay(100_00);
    const { accountId } = disputing;
    const { walletId } = buyer;
    const gift = {
      accountId,
      walletId,
      amount: usd(20_00),
      funding: 'promotional',
      reason: 'hello',
    } as const;
    await ledger.topUps.request(gift, tester);
    const back = await deliver('returned', 50_00);
    await ledger.returns.return({ accountId, deliveryId: back, code: 'no_interest' }, tester);
    await deliver('kept', 110_00);
    const lines = await evidenceOf(payment);
    expect(parts(lines)).toEqual([
      ['returned', 30_00],
      ['kept', 90_00],
    ]);
    expect(lines.map(({ returnedAt }) => returnedAt !== null)).toEqual([true, false]);
  });

  test('names debts that it settled', async () => {
    const first = await pay(40_00);
    await deliver('first', 40_00);
    await disputing.dispute(first);
    await ledger.pauses.resume(
      { accountId: disputing.accountId, buyerId: buyer.id, note: 'goes on' },
      tester,
    );
    const second = await pay(100_00);
    await deliver('second', 50_00);
    const lines = await evidenceOf(second);
    expect(parts(lines)).toEqual([
      ['settled_debt', 40_00],
      ['second', 50_00],
    ]);
  });

  test('streams thousands of leads in portions, each once and in order', async () => {
    await pay(10_00);
    const payment = await pay(1_300);
    const leads = Array.from({ length: 2_300 }, (_, place) =>
      ledger.deliveries.deliver(disputing.lead(buyer.id, `lead-${place}`, 1)),
    );
    await Promise.all(leads);
    const lines = await evidenceOf(payment);
    expect(lines).toHaveLength(1_300);
    expect(new Set(lines.map(({ leadId }) => leadId)).size).toBe(1_300);
    const times = lines.map(({ at }) => at.getTime());
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
