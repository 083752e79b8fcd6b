import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type BillingBench, openBillingBench } from '../invoices/testing/billed-buyer.ts';
import { openLeads } from '../lead-charges/testing/leads.ts';
import { usd } from '../testing/index.ts';
import { bookBalances } from './testing/books.ts';
import { openDisputing } from './testing/disputing.ts';
import type { EvidenceLine } from './types.ts';

let bench: BillingBench;
beforeAll(async () => {
  bench = await openBillingBench();
});
afterAll(() => bench.close());
afterEach(async () => expect(await bench.ledger.checkInvariants()).toEqual([]));

async function evidenceOf(accountId: string, disputeId: string): Promise<EvidenceLine[]> {
  const evidence = await bench.ledger.disputes.evidence(accountId, disputeId);
  const lines: EvidenceLine[] = [];
  if (evidence !== null) for await (const line of evidence.lines()) lines.push(line);
  return lines;
}

const covered = (lines: EvidenceLine[]) => lines.map(({ leadId, covered: part }) => [leadId, part]);

describe('a dispute of what a card paid for a single lead', () => {
  async function disputedLead() {
    const leads = await openLeads(bench.ledger);
    const { record, seen } = await openDisputing(bench.ledger);
    const { buyer } = await leads.directBuyer();
    const lead = await leads.pending(buyer.id, 25_00);
    await leads.pay(lead);
    const first = seen({ paymentIntentId: `pi_${lead.chargeId}`, amountMinor: 25_00 });
    const dispute = await record(first);
    const close = (status: string) =>
      record(
        seen(
          { paymentIntentId: first.paymentIntentId, amountMinor: 25_00 },
          { status, id: first.stripeDisputeId },
        ),
      );
    return { leads, buyer, lead, dispute, close };
  }

  test('makes its price owed again, and shows the one lead as evidence', async () => {
    const { leads, buyer, lead, dispute } = await disputedLead();
    expect(dispute).toMatchObject({
      fromWallet: usd(0),
      fromReceivable: usd(25_00),
      stillOwed: usd(25_00),
      payment: { purpose: 'lead', deliveryId: lead.deliveryId, topUpId: null },
      buyerId: buyer.id,
      pausedBuyers: [{ buyerId: buyer.id }],
    });
    expect(await bookBalances(bench.client, leads.accountId)).toMatchObject({
      lead_revenue: 25_00n,
      receivable: -25_00n,
      disputed_funds: 25_00n,
    });
    expect(covered(await evidenceOf(leads.accountId, dispute.id))).toEqual([[lead.leadId, usd(25_00)]]);
  });

  test('owes nothing more when it is won', async () => {
    const { leads, buyer, close } = await disputedLead();
    expect(await close('won')).toMatchObject({ verdict: 'won', stillOwed: usd(0) });
    expect(await leads.owed(buyer.id)).toBe(0n);
    expect(await leads.balance(buyer.walletId)).toBe(0n);
    expect(await leads.reasons(buyer.id)).toEqual([]);
  });

  test('is paid by what comes into the wallet when it is lost', async () => {
    const { leads, buyer, close } = await disputedLead();
    await close('lost');
    expect(await leads.reasons(buyer.id)).toEqual(['dispute_opened']);
    await leads.credit(buyer.walletId, 30_00);
    expect(await leads.balance(buyer.walletId)).toBe(5_00n);
    expect(await leads.reasons(buyer.id)).toEqual([]);
  });
});

describe('a dispute of what paid an invoice on Stripe’s page', () => {
  async function disputedInvoice(parts: bigint[] = [100_00n]) {
    const buyer = await bench.buyer();
    for (const [place, price] of [60_00, 40_00].entries()) await buyer.deliver(price, `lead-${place + 1}`);
    const invoiceId = await buyer.issued(await buyer.closeAll());
    for (const [place, amountMinor] of parts.entries())
      await bench.ledger.invoices.recordStripeMoney(invoiceId, [
        { paymentIntentId: `pi_${place}_${invoiceId}`, amountMinor },
      ]);
    const { record, seen } = await openDisputing(bench.ledger);
    const last = parts.length - 1;
    const paid = { paymentIntentId: `pi_${last}_${invoiceId}`, amountMinor: Number(parts[last]) };
    const first = seen(paid);
    const dispute = await record(first);
    return {
      ...buyer,
      invoiceId,
      dispute,
      verdict: (status: string) => record(seen(paid, { status, id: first.stripeDisputeId })),
    };
  }

  test('makes the sum owed again, outside the invoice, which stays paid', async () => {
    const { dispute, invoiceId, invoice, receivable, buyerId, accountId } = await disputedInvoice();
    expect(dispute).toMatchObject({
      fromReceivable: usd(100_00),
      buyerId,
      payment: { purpose: 'invoice', chargeId: null, invoiceId, card: null },
    });
    expect(await invoice(invoiceId)).toMatchObject({ status: 'paid' });
    expect(await receivable()).toMatchObject({ owed: usd(100_00), trust: usd(100_00) });
    expect(covered(await evidenceOf(accountId, dispute.id))).toEqual([
      ['lead-1', usd(60_00)],
      ['lead-2', usd(40_00)],
    ]);
  });

  test('is about the later leads where an earlier payment paid the earlier ones', async () => {
    const { dispute, accountId } = await disputedInvoice([70_00n, 30_00n]);
    expect(covered(await evidenceOf(accountId, dispute.id))).toEqual([['lead-2', usd(30_00)]]);
  });

  test('that is won owes nothing more', async () => {
    const { verdict, receivable } = await disputedInvoice();
    await verdict('won');
    expect(await receivable()).toMatchObject({ owed: usd(0), trust: usd(0) });
  });
});
