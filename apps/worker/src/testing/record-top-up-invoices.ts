import { mkdir } from 'node:fs/promises';
import { tester, usd } from '@drawdown/ledger/testing';
import {
  BILLING_TASK_QUEUE,
  TOP_UP_INVOICE_WORKFLOW,
  topUpInvoiceWorkflowId,
} from '@drawdown/shared/workflows';
import { afterAll, beforeAll, it, vi } from 'vitest';
import { type CollectionsBench, openCollectionsBench } from './collections-bench.ts';
import { storeHistory } from './store-history.ts';

const patience = { timeout: 45_000, interval: 100 };

/** Runs invoices of top-ups to each of their endings and stores the histories in `folder`. */
export function recordTopUpInvoices(folder: URL): void {
  let bench: CollectionsBench;

  beforeAll(async () => {
    await mkdir(new URL('top-up-invoices/', folder), { recursive: true });
    bench = await openCollectionsBench();
  });
  afterAll(() => bench?.close());

  const handleOf = (topUpId: string) => bench.client.workflow.getHandle(topUpInvoiceWorkflowId(topUpId));

  async function credited(): Promise<string> {
    const buyer = await bench.scenario.buyerWithCard();
    const topUp = await bench.scenario.requestTopUp(buyer, 25_000, { invoice: true });
    await bench.firstOutcome(topUp);
    await bench.observe.until(topUp.id, 'succeeded');
    return topUp.id;
  }

  /** With nothing new to tell, and whether or not an invoice is wanted. */
  async function start(topUpId: string): Promise<void> {
    const row = await bench.observe.row(topUpId);
    const { accountId, walletId, buyerId, amount } = row;
    const { amountMinor, currency } = amount;
    const input = { topUpId, accountId, walletId, buyerId, currency, amountMinor: Number(amountMinor) };
    await bench.client.workflow.start(TOP_UP_INVOICE_WORKFLOW, {
      workflowId: topUpInvoiceWorkflowId(topUpId),
      taskQueue: BILLING_TASK_QUEUE,
      args: [input],
    });
  }

  async function refund(topUpId: string): Promise<void> {
    const { accountId } = bench.scenario;
    const input = { accountId, topUpId, amount: usd(5_000), reason: 'too much' };
    await bench.ledger.refunds.request(input, tester);
  }

  /** Nothing is left that Stripe has not been told. */
  const told = (topUpId: string, creditNotes: number) =>
    vi.waitFor(async () => {
      const facts = await bench.ledger.topUpInvoices.facts(topUpId);
      const invoice = await bench.ledger.invoices.get(bench.scenario.accountId, facts?.invoiceId ?? '');
      const made = invoice?.creditNotes.filter(({ stripeCreditNoteId }) => stripeCreditNoteId !== null);
      if (invoice?.status !== 'paid' || made?.length !== creditNotes) throw new Error('not told yet');
    }, patience);

  async function store(name: string, topUpId: string): Promise<void> {
    await handleOf(topUpId).result();
    await storeHistory(new URL(`top-up-invoices/${name}.json`, folder), handleOf(topUpId));
  }

  it('stores one that was made', { timeout: 90_000 }, async () => {
    const topUpId = await credited();
    await told(topUpId, 0);
    await store('made', topUpId);
  });

  it('stores a credit note for a later refund', { timeout: 90_000 }, async () => {
    const topUpId = await credited();
    await told(topUpId, 0);
    await handleOf(topUpId).result();
    await refund(topUpId);
    await told(topUpId, 1);
    await store('credited-later', topUpId);
  });

  it('stores a look that found nothing to be told, and one that found no invoice', async () => {
    const topUpId = await credited();
    await told(topUpId, 0);
    await handleOf(topUpId).result();
    await start(topUpId);
    await store('up-to-date', topUpId);
    const topUp = await bench.scenario.requestTopUp(await bench.scenario.buyerWithCard());
    await bench.firstOutcome(topUp);
    await bench.observe.until(topUp.id, 'succeeded');
    await start(topUp.id);
    await store('no-invoice', topUp.id);
  });

  it('stores one that was refunded while Stripe made no invoices', { timeout: 120_000 }, async () => {
    await bench.stripe.fault({ path: '/v1/invoices', mode: 'http_500', times: 1_000 });
    const topUpId = await credited();
    await refund(topUpId);
    await vi.waitFor(async () => {
      const facts = await bench.ledger.topUpInvoices.facts(topUpId);
      if (facts?.creditNotes.length !== 1) throw new Error('not refunded yet');
    }, patience);
    await bench.calm();
    await told(topUpId, 1);
    await store('made-and-credited', topUpId);
  });
}
