import type { CreateBuyerInput, Invoice } from '@drawdown/ledger';
import { usd } from '@drawdown/ledger/testing';
import {
  ASK_INVOICE_UPDATE,
  type InvoicePeriodInput,
  type InvoiceWish,
  type InvoiceWishResult,
  invoicePeriodWorkflowId,
} from '@drawdown/shared/workflows';
import { expect, vi } from 'vitest';
import { startInvoicePeriods } from '../sweeps/invoice-periods.ts';
import { createInvoiceWorkflows } from '../temporal/invoice-workflows.ts';
import type { WorkerBench } from './worker-bench.ts';

const PATIENCE = { timeout: 30_000, interval: 50 };

export type BilledBuyer = Awaited<ReturnType<ReturnType<typeof billingBench>['buyer']>>;

/** Buyers that are billed by period, their invoices and the processes of these. */
export function billingBench(bench: WorkerBench) {
  const { ledger, scenario, client, log } = bench;
  const { accountId } = scenario;
  const invoiceWorkflows = createInvoiceWorkflows(client);
  let leads = 0;

  return { buyer, sweep, handleOf };

  function sweep(now = new Date()) {
    return startInvoicePeriods({ ledger, invoiceWorkflows, log }, now);
  }

  function handleOf(input: Pick<InvoicePeriodInput, 'buyerId' | 'period' | 'kind'>) {
    return client.workflow.getHandle(invoicePeriodWorkflowId(input));
  }

  async function buyer(
    billing: NonNullable<CreateBuyerInput['billing']> = {},
    { testCard = undefined as string | undefined } = {},
  ) {
    const terms = { mechanism: 'net_terms', creditLimit: usd(10_000_00), termsDays: 14, ...billing } as const;
    const created = await scenario.buyer({ billing: terms });
    const { id: buyerId } = created;
    if (testCard !== undefined) await scenario.saveCard({ kind: 'buyer', buyerId }, testCard);
    const kind = terms.mechanism === 'manual' ? ('manual' as const) : ('net_terms' as const);

    return {
      id: buyerId,
      accountId,
      kind,

      async deliver(priceMinor: number) {
        leads += 1;
        const result = await ledger.deliveries.deliver(
          scenario.lead(buyerId, `lead-${buyerId}-${leads}`, priceMinor),
        );
        if (!('delivery' in result)) throw new Error(result.outcome);
        return result.delivery;
      },

      /** The invoice of a period, once it says so. */
      async invoice(period: string, status: Invoice['status'] | null = null): Promise<Invoice> {
        return vi.waitFor(async () => {
          const { items } = await ledger.invoices.list(accountId, { buyerId }, { limit: 100 });
          const found = items.find((item) => item.period === period);
          if (found === undefined) throw new Error(`no invoice for ${period}`);
          if (status !== null) expect(found.status).toBe(status);
          const invoice = await ledger.invoices.get(accountId, found.id);
          if (invoice === null) throw new Error('it is gone');
          return invoice;
        }, PATIENCE);
      },

      async deliveryStatusIs(expected: 'active' | 'paused') {
        await vi.waitFor(async () => {
          expect((await ledger.buyers.get(accountId, buyerId))?.deliveryStatus).toBe(expected);
        }, PATIENCE);
      },

      ask(period: string, wish: InvoiceWish): Promise<InvoiceWishResult> {
        return handleOf({ buyerId, period, kind }).executeUpdate<InvoiceWishResult, [InvoiceWish]>(
          ASK_INVOICE_UPDATE,
          { args: [wish] },
        );
      },

      ending: (period: string): Promise<unknown> => handleOf({ buyerId, period, kind }).result(),

      /** Waits until the process of a period is there and says `text` to operators. */
      says(period: string, text: string): Promise<string> {
        return vi.waitFor(async () => {
          const { currentDetails } = await handleOf({ buyerId, period, kind }).query<{
            currentDetails: string;
          }>('__temporal_workflow_metadata');
          expect(currentDetails).toContain(text);
          return currentDetails;
        }, PATIENCE);
      },

      async receivable() {
        const found = await ledger.invoices.receivable(accountId, buyerId);
        if (found === null) throw new Error('no such buyer');
        return found;
      },

      async receivableIs(expected: object) {
        await vi.waitFor(
          async () => expect(await ledger.invoices.receivable(accountId, buyerId)).toMatchObject(expected),
          PATIENCE,
        );
      },

      async mails(mailKind: string): Promise<number> {
        const { items } = await ledger.emails.list(accountId, { limit: 100 });
        return items.filter((item) => item.kind === mailKind).length;
      },
    };
  }
}

/** As the payer does it on the page that the mail links to. */
export async function payOnPage(invoice: Invoice, card = 'pm_card_visa'): Promise<void> {
  const response = await fetch(String(invoice.hostedUrl), {
    method: 'POST',
    body: new URLSearchParams({ card }),
    redirect: 'manual',
  });
  if (response.status >= 400) throw new Error(`the page answered ${response.status}`);
}
