import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type BillingBench, openBillingBench } from './testing/billed-buyer.ts';

let bench: BillingBench;
beforeAll(async () => {
  bench = await openBillingBench();
});
afterAll(() => bench.close());
afterEach(async () => {
  expect(await bench.ledger.checkInvariants()).toEqual([]);
});

async function open(): Promise<string> {
  const buyer = await bench.buyer();
  await buyer.deliver(60_00);
  return buyer.issued(await buyer.closeAll());
}

async function noted(invoiceId: string): Promise<object[]> {
  const { rows } = await bench.client.query<object>(
    `select actor_label as by, after ->> 'paymentMethodId' as card from audit_log
       where action = 'invoice.payment_asked' and subject_id = $1 order by at`,
    [invoiceId],
  );
  return rows;
}

const by = (label: string) => ({ kind: 'workflow' as const, id: 'invoice:1', label });

describe('who wants a card to be charged for an invoice', () => {
  it('is in the audit log once for each wish, however often it is written down at the same moment', async () => {
    const invoiceId = await open();
    const { notePaymentAsked } = bench.ledger.invoices;
    const asked = { invoiceId, actor: by('Ada'), paymentMethodId: 'pm_1', askId: 'ask-1' };
    await Promise.all(Array.from({ length: 6 }, () => notePaymentAsked(asked)));
    await notePaymentAsked({ ...asked, actor: by('Ben'), paymentMethodId: null, askId: 'ask-2' });
    expect(await noted(invoiceId)).toEqual([
      { by: 'Ada', card: 'pm_1' },
      { by: 'Ben', card: null },
    ]);
  });
});
