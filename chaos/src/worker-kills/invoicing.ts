import { tester, usd } from '@drawdown/ledger/testing';
import type { Journey } from './journey.ts';
import type { World } from './world.ts';

export const invoiced: Journey = {
  name: 'the card pays, Stripe invoices it, and a part goes back',
  passes: [
    'top-up-invoice:before-draft',
    'top-up-invoice:after-draft',
    'top-up-invoice:before-remember',
    'top-up-invoice:after-remember',
    'top-up-invoice:before-line',
    'top-up-invoice:before-finalize',
    'top-up-invoice:before-attach',
    'top-up-invoice:after-attach',
    'top-up-invoice:before-finish',
    'top-up-invoice:after-finish',
    'top-up-invoice:before-credit-note',
    'top-up-invoice:after-credit-note',
    'top-up-invoice:before-remember-credit-note',
    'top-up-invoice:after-remember-credit-note',
  ],
  async travel(world) {
    const { ledger } = world.stage.bench;
    const agency = await world.openAgency();
    const { accountId } = agency;
    const buyer = await agency.buyerWithCard(world.newCard('pm_card_visa'));
    const topUp = await agency.topUp(buyer, 25_000, { invoice: true });
    await world.until(topUp);
    const input = { accountId, topUpId: topUp.id, amount: usd(5_000), reason: 'too much' };
    const asked = await ledger.refunds.request(input, tester);
    if (asked.outcome !== 'accepted') throw new Error(`the refund was not accepted: ${asked.outcome}`);
    const invoiceId = await credited(world, topUp.id);
    return {
      accountId,
      buyerId: buyer.id,
      topUps: [{ topUp, expected: 'paid' }],
      refunds: [{ refundId: asked.refund.id, expected: 'succeeded' }],
      invoices: [{ invoiceId, expected: 'paid', creditNotes: 1 }],
    };
  },
};

/** Resolves with our id of the invoice when Stripe has it and the credit note, one of each. */
async function credited({ insist, stage }: World, topUpId: string): Promise<string> {
  const { ledger } = stage.bench;
  return insist(async () => {
    const facts = await ledger.topUpInvoices.facts(topUpId);
    const invoice = await ledger.invoices.get(facts?.accountId ?? '', facts?.invoiceId ?? '');
    const [note, ...more] = invoice?.creditNotes ?? [];
    if (invoice?.status !== 'paid' || !note?.stripeCreditNoteId || more.length > 0)
      throw new Error(
        `the invoice of ${topUpId} is ${invoice?.status}, its credit note ${note?.stripeCreditNoteId}`,
      );
    return invoice.id;
  });
}
