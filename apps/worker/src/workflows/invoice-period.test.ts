import { tester, usd } from '@drawdown/ledger/testing';
import { SEARCH_ATTRIBUTES } from '@drawdown/shared/workflows';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { billingBench } from '../testing/billing-bench.ts';
import type { FaultMode } from '../testing/emulator-control.ts';
import { papersAtStripe } from '../testing/papers-at-stripe.ts';
import { openWorkerBench, type WorkerBench } from '../testing/worker-bench.ts';
import type { WorkerProcess } from '../worker-process.ts';

let bench: WorkerBench;
let worker: WorkerProcess;
let billing: ReturnType<typeof billingBench>;
const patience = { timeout: 60_000, interval: 100 };

beforeAll(async () => {
  bench = await openWorkerBench();
  worker = await bench.startWorker();
  billing = billingBench(bench);
});
afterEach(async () => {
  await bench.stripe.clearFaults();
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});
afterAll(async () => {
  await worker?.stop();
  await bench?.close();
});

/** The client repeats a call whose connection was closed, once and under the same key. */
const TIMES: Partial<Record<FaultMode, number>> = { drop_after: 2 };

async function each(mode: FaultMode, paths: readonly string[]): Promise<void> {
  for (const path of paths) await bench.stripe.fault({ path, method: 'POST', mode, times: TIMES[mode] ?? 1 });
}

/** Two leads that are billed at this moment; `weather` sets in when the card is saved. */
async function billed(
  terms: NonNullable<Parameters<typeof billing.buyer>[0]> = {},
  testCard: string | undefined = undefined,
  weather: () => Promise<void> = async () => undefined,
) {
  const buyer = await billing.buyer({ returnWindowDays: 30, ...terms }, { testCard });
  await weather();
  const lead = await buyer.deliver(40_00);
  await buyer.deliver(25_00);
  const { accountId, id: buyerId } = buyer;
  const [invoiceId = ''] = (await bench.ledger.invoices.closeNow({ accountId, buyerId }, tester)) ?? [];
  const period = (await bench.ledger.invoices.get(accountId, invoiceId))?.period ?? '';
  return { buyer, period, lead, invoiceId };
}

function atStripe({ buyer, invoiceId }: Awaited<ReturnType<typeof billed>>) {
  return papersAtStripe(bench, { buyerId: buyer.id, invoiceId });
}

const MAKING = ['/finalize', '/v1/invoiceitems', '/v1/invoices', '/v1/customers'];

/** What operators can find it by, and read of it. */
async function shown({ buyer, period }: Awaited<ReturnType<typeof billed>>) {
  const handle = billing.handleOf({ buyerId: buyer.id, kind: 'net_terms', period });
  const { typedSearchAttributes } = await handle.describe();
  const attributes = new Map(
    typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value] as const),
  );
  const { currentDetails } = await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata');
  return {
    flowState: attributes.get(SEARCH_ATTRIBUTES.flowState),
    next: attributes.get(SEARCH_ATTRIBUTES.nextAttemptAt),
    details: currentDetails,
  };
}

const NEXT_LOOK = /Next look at Stripe, then at least every ten minutes: 20\d\d-.* UTC$/;

describe('the invoice of a period', { timeout: 120_000 }, () => {
  it.each(['http_500', 'drop_after', 'rate_limit'] as const)(
    'is made, credited and voided once although each call has met %s',
    async (mode) => {
      await each(mode, MAKING);
      const bill = await billed();
      await bill.buyer.invoice(bill.period, 'open');
      await each(mode, ['/v1/credit_notes', '/void']);
      const { accountId } = bill.buyer;
      const deliveryId = bill.lead.id;
      await bench.ledger.returns.return({ accountId, deliveryId, code: 'duplicate' }, tester);
      await vi.waitFor(async () => expect((await atStripe(bill)).creditNotes).toEqual([40_00]), patience);
      const wish = { wish: 'void', by: 'Ada', reason: 'wrong address' } as const;
      expect(await bill.buyer.ask(bill.period, wish)).toMatchObject({ outcome: 'done' });
      expect(await bill.buyer.ending(bill.period)).toMatchObject({ ended: 'void' });
      expect(await atStripe(bill)).toEqual({
        customers: 1,
        invoices: [{ status: 'void', total: 65_00 }],
        lines: 1,
        creditNotes: [40_00],
        payments: 0,
      });
    },
  );

  it.each(['http_500', 'drop_after'] as const)(
    'is written off once, or closed by money from outside Stripe once, although each call has met %s',
    async (mode) => {
      const lost = await billed();
      const paid = await billed();
      await lost.buyer.invoice(lost.period, 'open');
      const { amountDue: amount } = await paid.buyer.invoice(paid.period, 'open');
      await each(mode, ['/mark_uncollectible', '/pay']);
      const wish = { wish: 'write_off', by: 'Ada', reason: 'insolvent' } as const;
      expect(await lost.buyer.ask(lost.period, wish)).toMatchObject({ outcome: 'done' });
      const { accountId, id: buyerId } = paid.buyer;
      await bench.ledger.receivablePayments.record(
        { accountId, buyerId, amount, reference: 'bank 1', invoiceId: paid.invoiceId },
        tester,
      );
      expect(await paid.buyer.ending(paid.period)).toMatchObject({ ended: 'paid' });
      expect(await atStripe(lost)).toMatchObject({ invoices: [{ status: 'uncollectible' }], payments: 0 });
      expect(await atStripe(paid)).toMatchObject({
        invoices: [{ status: 'paid', total: 65_00 }],
        creditNotes: [],
        payments: 0,
      });
      expect((await paid.buyer.invoice(paid.period)).payments).toMatchObject([
        { source: 'outside', amount: usd(65_00) },
      ]);
    },
  );

  it('is paid once by the card although the answer to that was lost', async () => {
    const bill = await billed({ termsDays: 0 }, 'pm_card_visa~answer-lost', () =>
      each('drop_after', ['/pay']),
    );
    const { payments } = await bill.buyer.invoice(bill.period, 'paid');
    expect(await bill.buyer.ending(bill.period)).toMatchObject({ ended: 'paid' });
    expect(await atStripe(bill)).toMatchObject({ invoices: [{ status: 'paid' }], payments: 1 });
    expect(payments).toMatchObject([{ source: 'card_on_file', amount: usd(65_00) }]);
  });

  it('keeps who asked for a payment of it, also where no card could be charged', async () => {
    const bill = await billed();
    const invoice = await bill.buyer.invoice(bill.period, 'open');
    const wish = { wish: 'pay', by: 'Ada', paymentMethodId: null } as const;
    expect(await bill.buyer.ask(bill.period, wish)).toMatchObject({ outcome: 'refused' });
    const client = new pg.Client({ connectionString: bench.databaseUrl });
    await client.connect();
    const { rows } = await client.query(
      `select actor_kind, actor_label from audit_log
         where action = 'invoice.payment_asked' and subject_id = $1`,
      [invoice.id],
    );
    await client.end();
    expect(rows).toEqual([{ actor_kind: 'workflow', actor_label: 'Ada' }]);
    await bill.buyer.ask(bill.period, { wish: 'void', by: 'Ada', reason: 'done' });
  });

  it('says that Stripe is asked for it, that Stripe is away and until when, and is made by another run', async () => {
    await bench.stripe.fault({ path: '/v1/invoices', mode: 'http_500', times: 1_000 });
    const bill = await billed();
    await vi.waitFor(async () => {
      const { flowState, details } = await shown(bill);
      expect(flowState).toBe('issuing');
      expect(details).toContain('Having Stripe issue an invoice over $65.00.');
    }, patience);
    await vi.waitFor(async () => {
      const { flowState, next, details } = await shown(bill);
      expect(flowState).toBe('unknown');
      expect(details).toContain('when it is asked to make the invoice');
      expect(details).toMatch(NEXT_LOOK);
      expect(next).toBeInstanceOf(Date);
    }, patience);
    const { buyer, period } = bill;
    await billing.handleOf({ buyerId: buyer.id, kind: 'net_terms', period }).terminate('by mistake');
    await bench.stripe.clearFaults();
    await billing.sweep();
    await buyer.invoice(period, 'open');
    expect((await atStripe(bill)).invoices).toEqual([{ status: 'open', total: 65_00 }]);
    await vi.waitFor(async () => expect(await shown(bill)).toMatchObject({ flowState: 'open' }), patience);
  });

  it('says that a card is charged and until when nobody knows what came of that', async () => {
    const slow = { path: '/pay', method: 'POST', mode: 'delay', times: 1, delayMs: 5_000 } as const;
    const told = await billed({ termsDays: 0 }, 'pm_card_visa~told', () => bench.stripe.fault(slow));
    await vi.waitFor(
      async () => expect(await shown(told)).toMatchObject({ flowState: 'charging' }),
      patience,
    );
    expect(await told.buyer.ending(told.period)).toMatchObject({ ended: 'paid' });

    const broken = () => each('http_500', ['/pay']);
    const unclear = await billed({ termsDays: 0 }, 'pm_card_visa~unclear', broken);
    await vi.waitFor(async () => {
      const { flowState, next, details } = await shown(unclear);
      expect(flowState).toBe('unknown');
      expect(details).toContain('when it is asked to charge the card for the invoice');
      expect(details).toMatch(NEXT_LOOK);
      expect(next).toBeInstanceOf(Date);
    }, patience);
    const { id: buyerId } = unclear.buyer;
    await billing.handleOf({ buyerId, kind: 'net_terms', period: unclear.period }).terminate('seen enough');
  });
});
