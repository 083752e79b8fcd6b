import { tester, usd } from '@drawdown/ledger/testing';
import pg from 'pg';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { billingBench } from '../testing/billing-bench.ts';
import {
  type CollectionsBench,
  NEVER,
  ONCE,
  openCollectionsBench,
  type RequestedTopUp,
} from '../testing/collections-bench.ts';

let bench: CollectionsBench;
const HOUR_MS = 3600_000;
const errors: string[] = [];
const log = pino({ level: 'error' }, { write: (line) => void errors.push(line) });

beforeAll(async () => {
  bench = await openCollectionsBench({ log, probeDelays: { firstMs: HOUR_MS, longestMs: HOUR_MS } });
});
afterEach(async () => {
  await bench.stripe.clearFaults();
  expect(await bench.ledger.checkInvariants()).toEqual([]);
  errors.length = 0;
});
afterAll(() => bench?.close());

async function asked(count: number): Promise<RequestedTopUp[]> {
  const buyers = await Promise.all(Array.from({ length: count }, () => bench.scenario.buyerWithCard()));
  return Promise.all(buyers.map((buyer) => bench.scenario.requestTopUp(buyer)));
}

const openFlags = async () => (await bench.ledger.platformFlags.listOpen()).map(({ kind }) => kind);

/** So that a test need not sit through the distance between probes. */
async function makeProbeDue(): Promise<void> {
  const client = new pg.Client({ connectionString: bench.databaseUrl });
  await client.connect();
  await client.query('update platform_flag set next_probe_at = clock_timestamp() where closed_at is null');
  await client.end();
}

async function keysOf({ chargeId }: RequestedTopUp): Promise<string[]> {
  const keys = (await bench.stripe.requests('/v1/payment_intents')).map(
    ({ idempotencyKey }) => idempotencyKey,
  );
  const prefix = `chg:${chargeId}:`;
  return [...new Set(keys.flatMap((key) => (key?.startsWith(prefix) ? [key.slice(prefix.length)] : [])))];
}

async function expectNobodyHurt(topUp: RequestedTopUp): Promise<void> {
  expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'processing', decline: null });
  const charge = await bench.ledger.charges.get(topUp.chargeId);
  expect(charge?.attempts.filter(({ outcome }) => outcome === 'declined')).toEqual([]);
  expect((await bench.ledger.pauses.facts(topUp.buyerId ?? ''))?.open).toEqual([]);
}

describe('while Stripe refuses the requests of this installation', { timeout: 60_000 }, () => {
  it('every charge waits under its key, one tries, and all go on when it is through', async () => {
    const before = (await bench.stripe.requests('/v1/payment_intents')).length;
    await bench.stripe.fault({ path: '/v1/payment_intents', mode: 'unauthorized', times: 1_000 });
    const topUps = await asked(6);
    for (const topUp of topUps) expect(await bench.firstOutcome(topUp)).toEqual({ status: 'processing' });
    for (const topUp of topUps) await expectNobodyHurt(topUp);
    expect(await openFlags()).toEqual(['charging_stopped']);
    // Those that were under way at the same moment; then nobody asks.
    const calls = async () => (await bench.stripe.requests('/v1/payment_intents')).length - before;
    expect(await calls()).toBeLessThanOrEqual(topUps.length);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain('Invalid API Key');

    await bench.stripe.clearFaults();
    await makeProbeDue();

    for (const topUp of topUps) {
      expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
      expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
      expect(await keysOf(topUp)).toEqual(['create', 'confirm:1']);
    }
    expect(await openFlags()).toEqual([]);
    expect(errors).toHaveLength(1);
    const mails = await bench.ledger.emails.list(bench.scenario.accountId, { limit: 100 });
    expect(mails.items.filter(({ kind }) => kind !== 'receipt')).toEqual([]);
  });

  it('a payment that can be set up does not show that one can be charged', async () => {
    await bench.stripe.fault({ path: '/confirm', mode: 'forbidden', times: 1_000 });
    const [first, second] = await asked(2);
    if (!first || !second) throw new Error('no top-ups');
    expect(await bench.firstOutcome(first)).toEqual({ status: 'processing' });
    expect(await bench.firstOutcome(second)).toEqual({ status: 'processing' });
    expect(await openFlags()).toEqual(['charging_stopped']);
    const [flag] = await bench.ledger.platformFlags.listOpen();
    // This one is set up without trouble, and nothing follows from that.
    const [third] = await asked(1);
    if (!third) throw new Error('no top-up');
    await makeProbeDue();
    expect(await bench.firstOutcome(third)).toEqual({ status: 'processing' });
    expect(await openFlags()).toEqual(['charging_stopped']);

    await bench.stripe.clearFaults();
    await makeProbeDue();

    for (const topUp of [first, second, third]) {
      expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'succeeded' });
      expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
    }
    expect(flag?.detail).toContain('permissions');
    // One episode, whoever probed how often.
    expect(errors).toHaveLength(1);
    expect(await openFlags()).toEqual([]);
  });

  it('the invoice of a period waits too, and is paid once', async () => {
    const { ledger } = bench;
    const buyer = await billingBench(bench).buyer({ termsDays: 0 }, { testCard: 'pm_card_visa~terms' });
    const { accountId, id: buyerId } = buyer;
    await bench.stripe.fault({ path: '/pay', method: 'POST', mode: 'forbidden', times: 1_000 });
    await buyer.deliver(40_00);
    const [invoiceId = ''] = (await ledger.invoices.closeNow({ accountId, buyerId }, tester)) ?? [];
    const period = (await ledger.invoices.get(accountId, invoiceId))?.period ?? '';
    await vi.waitFor(async () => expect(await openFlags()).toEqual(['charging_stopped']), {
      timeout: 20_000,
    });
    expect((await ledger.buyers.get(accountId, buyerId))?.deliveryStatus).toBe('active');

    await bench.stripe.clearFaults();
    await makeProbeDue();

    const { payments } = await buyer.invoice(period, 'paid');
    expect(payments).toMatchObject([{ source: 'card_on_file', amount: usd(40_00) }]);
    expect(await openFlags()).toEqual([]);
  });

  it('who asks to cancel is not charged when charging goes on', async () => {
    await bench.stripe.fault({ path: '/v1/payment_intents', mode: 'unauthorized', times: 1_000 });
    const [topUp] = await asked(1);
    if (!topUp) throw new Error('no top-up');
    expect(await bench.firstOutcome(topUp)).toEqual({ status: 'processing' });
    const canceled = bench.topUps.cancel(topUp.id);
    await bench.stripe.clearFaults();
    await makeProbeDue();
    expect(await canceled).toEqual({ canceled: true });
    expect(await bench.observe.ended(topUp.id)).toMatchObject({ status: 'canceled' });
    expect(await bench.observe.moneyMoved(topUp)).toEqual(NEVER);
    // The probe was not used: the next charge is the one that finds it over.
    const [next] = await asked(1);
    if (!next) throw new Error('no top-up');
    await bench.firstOutcome(next);
    await makeProbeDue();
    expect(await bench.observe.ended(next.id)).toMatchObject({ status: 'succeeded' });
    expect(await openFlags()).toEqual([]);
  });
});
