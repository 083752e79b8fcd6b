import { strict as assert } from 'node:assert';
import type { Invoice } from '@drawdown/ledger';
import type { Stage } from '../stage/open-stage.ts';
import type { AtStripe } from './at-stripe.ts';
import type { ExpectedInvoice, Traveled } from './journey.ts';
import { postingsAbout } from './postings.ts';

type Standing = { status: Invoice['status']; atStripe: string; taken: number };

const EXPECTED: Record<ExpectedInvoice, Standing> = {
  paid: { status: 'paid', atStripe: 'paid', taken: 1 },
  paid_outside: { status: 'paid', atStripe: 'paid', taken: 0 },
  void: { status: 'void', atStripe: 'void', taken: 0 },
  written_off: { status: 'written_off', atStripe: 'uncollectible', taken: 0 },
};

/** Each invoice was made once at Stripe over the same sum, paid once or not at all, and credited once for each note. */
export async function verifyInvoices(stage: Stage, stripe: AtStripe, traveled: Traveled): Promise<void> {
  const { accountId, invoices = [] } = traveled;
  for (const { invoiceId, expected, creditNotes } of invoices) {
    const row = await stage.bench.ledger.invoices.get(accountId, invoiceId);
    assert.ok(row !== null);
    const { status: ours, atStripe, taken } = EXPECTED[expected];
    assert.equal(row.status, ours, `invoice ${invoiceId}`);
    assert.deepEqual(
      stripe.papers
        .invoicesOf(invoiceId)
        .map(({ id, status, total }) => ({ id, status, total: BigInt(total) })),
      [{ id: row.stripeInvoiceId, status: atStripe, total: row.amount.amountMinor }],
      `invoice ${invoiceId} at Stripe`,
    );
    verifyCreditNotes(stripe, row, creditNotes);
    await verifyPayment(stage, stripe, { row, taken });
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

/**
 * One that is paid at Stripe has one charge there; one over leads is one payment in the books too, over what was not
 * credited.
 */
async function verifyPayment(
  stage: Stage,
  { papers, payments }: AtStripe,
  { row, taken }: { row: Invoice; taken: number },
): Promise<void> {
  const charges = payments.paymentsBy(papers.intentsOf(row.stripeInvoiceId ?? ''));
  assert.equal(charges.length, taken, `payments of invoice ${row.id} at Stripe`);
  // The top-up of its own invoice is looked at as such.
  if (row.kind === 'top_up') return;
  assert.equal(row.payments.length, row.status === 'paid' ? 1 : 0, `payments of invoice ${row.id}`);
  if (taken > 0)
    assert.deepEqual(
      row.payments.map(({ amount }) => amount.amountMinor),
      charges.map(({ amount }) => BigInt(amount)),
      `sums of the payments of invoice ${row.id}`,
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
