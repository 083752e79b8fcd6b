import { tester } from '@drawdown/ledger/testing';
import { stripeCalls } from '../stage/stripe-calls.ts';
import { readStripePapers } from '../stage/stripe-papers.ts';
import { billed, hasEnded, isOpen, whenInvoice } from './billing.ts';
import { ISSUE, MONEY } from './invoicing-debt.ts';
import type { Journey } from './journey.ts';
import type { World } from './world.ts';

export const paidByTransfer: Journey = {
  name: 'an invoice is paid by bank transfer, and Stripe is told',
  passes: [
    ...ISSUE,
    'invoice:before-outside-at-stripe',
    'invoice:after-outside-at-stripe',
    'invoice:before-mark-told',
    'invoice:after-mark-told',
  ],
  async travel(world) {
    const bill = await billed(world, 'pm_card_visa', { termsDays: 14 });
    const { amountDue } = await whenInvoice(world, bill, isOpen);
    const { accountId, buyerId, invoiceId } = bill;
    const payment = { accountId, buyerId, invoiceId, amount: amountDue, reference: `wire ${invoiceId}` };
    const recorded = await world.stage.bench.ledger.receivablePayments.record(payment, tester);
    if (recorded.outcome !== 'recorded') throw new Error(`the payment was not recorded: ${recorded.outcome}`);
    await paidAtStripe(world, invoiceId);
    return bill.traveled('paid_outside');
  },
};

export const paidInDashboard: Journey = {
  name: "an invoice is marked as paid in Stripe's dashboard",
  passes: [...ISSUE, 'invoice:before-record-outside', 'invoice:after-record-outside'],
  async travel(world) {
    const bill = await billed(world, 'pm_card_visa', { termsDays: 14 });
    const { stripeInvoiceId } = await whenInvoice(world, bill, isOpen);
    await stripeCalls(world.stage.bench.stripeUrl).markInvoicePaid(stripeInvoiceId ?? '');
    await whenInvoice(world, bill, hasEnded);
    return bill.traveled('paid_outside');
  },
};

export const remindedThenPaid: Journey = {
  name: 'a buyer without a card is reminded of an invoice that is due soon, and pays it on its page',
  passes: [
    ...ISSUE,
    'invoice:before-remember-customer',
    'invoice:after-remember-customer',
    'invoice:before-remind',
    'invoice:after-remind',
    ...MONEY,
  ],
  async travel(world) {
    const bill = await billed(world, null, { termsDays: 2 });
    const { hostedUrl } = await whenInvoice(world, bill, isOpen);
    await world.insist(async () => {
      const { invoice_issued: told } = await bill.agency.mails();
      if (told !== 2) throw new Error(`${told ?? 0} mails about invoice ${bill.invoiceId} were written`);
    });
    await stripeCalls(world.stage.bench.stripeUrl).payOnPage(hostedUrl ?? '');
    await whenInvoice(world, bill, hasEnded);
    return bill.traveled('paid');
  },
};

function paidAtStripe({ insist, stage }: World, invoiceId: string): Promise<void> {
  return insist(async () => {
    const [invoice] = (await readStripePapers(stage.bench.stripeUrl)).invoicesOf(invoiceId);
    if (invoice?.status !== 'paid') throw new Error(`invoice ${invoiceId} is ${invoice?.status} at Stripe`);
  });
}
