import { strict as assert } from 'node:assert';
import type { Invoice } from '@drawdown/ledger';
import type { Stage } from '../stage/open-stage.ts';
import type { AtStripe } from './at-stripe.ts';
import type { ExpectedInvoice, Traveled } from './journey.ts';
import { postingsAbout } from './postings.ts';

const AT_STRIPE: Record<ExpectedInvoice, string> = {
  paid: 'paid',
  void: 'void',
  written_off: 'uncollectible',
};

/** Each invoice was made once at Stripe over the same sum, paid once or not at all, and credited once for each note. */
export async function verifyInvoices(stage: Stage, stripe: AtStripe, traveled: Traveled): Promise<void> {
  const { accountId, invoices = [] } = traveled;
  for (const { invoiceId, expected, creditNotes } of invoices) {
    const row = await stage.bench.ledger.invoices.get(accountId, invoiceId);
    assert.ok(row !== null);
    assert.equal(row.status, expected, `invoice ${invoiceId}`);
    assert.deepEqual(
      stripe.papers
        .invoicesOf(invoiceId)
        .map(({ id, status, total }) => ({ id, status, total: BigInt(total) })),
      [{ id: row.stripeInvoiceId, status: AT_STRIPE[expected], total: row.amount.amountMinor }],
      `invoice ${invoiceId} at Stripe`,
    );
    verifyCreditNotes(stripe, row, creditNotes);
    await verifyPayment(stage, stripe, row);
    const written = expected === 'written_off' ? ['write_off'] : [];
    assert.deepEqual(
      await postingsAbout(stage, accountId, invoiceId),
      written,
      `invoice ${invoiceId} in the books`,
    );
  }
}

function verifyCreditNotes({ papers }: AtStripe, row: Invoice, expected: number): void {
  const ours = row.creditNotes.map(({ stripeCreditNoteId, amount }) => ({
    id: stripeCreditNoteId,
    amount: amount.amountMinor,
  }));
  assert.equal(ours.length, expected, `credit notes of invoice ${row.id}`);
  assert.deepEqual(
    papers.creditNotesOf(row.stripeInvoiceId ?? '').map(({ id, amount }) => ({ id, amount: BigInt(amount) })),
    ours,
    `credit notes of invoice ${row.id} at Stripe`,
  );
}

/** A paid one has one charge at Stripe; one over leads is one payment in the books too, over what was not credited. */
async function verifyPayment(stage: Stage, { papers, payments }: AtStripe, row: Invoice): Promise<void> {
  const taken = payments.paymentsBy(papers.intentsOf(row.stripeInvoiceId ?? ''));
  assert.equal(taken.length, row.status === 'paid' ? 1 : 0, `payments of invoice ${row.id} at Stripe`);
  // The top-up of its own invoice is looked at as such.
  if (row.kind === 'top_up') return;
  assert.deepEqual(
    row.payments.map(({ amount }) => amount.amountMinor),
    taken.map(({ amount }) => BigInt(amount)),
    `payments of invoice ${row.id}`,
  );
  for (const { id, amount } of row.payments) {
    assert.deepEqual(
      await postingsAbout(stage, row.accountId, id),
      ['payment'],
      `payment ${id} in the books`,
    );
    assert.equal(
      amount.amountMinor,
      row.amount.amountMinor - row.credited.amountMinor,
      `sum of payment ${id}`,
    );
  }
}
