import { tester } from '@drawdown/ledger/testing';
import { stripeCalls } from '../stage/stripe-calls.ts';
import { askUntilEnded, billed, hasEnded, isOpen, whenInvoice } from './billing.ts';
import type { Journey } from './journey.ts';

export const ISSUE = [
  'invoice:before-close',
  'invoice:after-close',
  'invoice:before-set-due',
  'invoice:after-set-due',
  'invoice:before-create',
  'invoice:after-create',
  'invoice:after-remember',
  'invoice:after-line',
  'invoice:before-finalize',
  'invoice:after-finalize',
  'invoice:before-issue',
  'invoice:after-issue',
] as const;
const CARD = [
  'invoice:before-reserve',
  'invoice:after-reserve',
  'invoice:before-pay',
  'invoice:after-pay',
  'invoice:before-record-attempt',
  'invoice:after-record-attempt',
] as const;
export const MONEY = ['invoice:before-record-money', 'invoice:after-record-money'] as const;
const CLOSE = [
  'invoice:before-close-at-stripe',
  'invoice:after-close-at-stripe',
  'invoice:before-end',
  'invoice:after-end',
] as const;

export const paidOnDueDate: Journey = {
  name: 'an invoice is paid by the card on file on its due date',
  passes: [...ISSUE, ...CARD, ...MONEY],
  async travel(world) {
    const bill = await billed(world, 'pm_card_visa', { termsDays: 0 });
    await whenInvoice(world, bill, hasEnded);
    return bill.traveled('paid');
  },
};

export const paidLate: Journey = {
  name: 'an invoice is declined, overdue, and paid on its page',
  passes: [...ISSUE, ...CARD, 'invoice:before-overdue', 'invoice:after-overdue', ...MONEY],
  async travel(world) {
    const bill = await billed(world, 'pm_card_chargeCustomerFail', { termsDays: 0 });
    const { hostedUrl } = await whenInvoice(world, bill, ({ status }) => status === 'overdue');
    await stripeCalls(world.stage.bench.stripeUrl).payOnPage(hostedUrl ?? '');
    await whenInvoice(world, bill, hasEnded);
    return bill.traveled('paid');
  },
};

export const creditedThenPaid: Journey = {
  name: 'a lead of an invoice is returned, and the rest is paid when somebody asks for it',
  passes: [
    ...ISSUE,
    'invoice:before-credit-note',
    'invoice:after-credit-note',
    'invoice:before-note-asked',
    'invoice:after-note-asked',
    'invoice:before-mark-told',
    'invoice:after-mark-told',
    ...CARD,
    ...MONEY,
  ],
  async travel(world) {
    const bill = await billed(world, 'pm_card_visa', { termsDays: 14, returnWindowDays: 14 });
    await whenInvoice(world, bill, isOpen);
    const { accountId, first } = bill;
    const order = { accountId, deliveryId: first.id, code: 'no_interest' } as const;
    const returned = await world.stage.bench.ledger.returns.return(order, tester);
    if (returned.outcome !== 'returned') throw new Error(`the lead was not returned: ${returned.outcome}`);
    await whenInvoice(world, bill, ({ creditNotes }) => Boolean(creditNotes[0]?.stripeCreditNoteId));
    await askUntilEnded(world, bill, { wish: 'pay', by: 'Ada', paymentMethodId: null });
    return bill.traveled('paid', 1);
  },
};

export const voided: Journey = {
  name: 'an invoice is voided',
  passes: [...ISSUE, ...CLOSE],
  async travel(world) {
    const bill = await billed(world, 'pm_card_visa', { termsDays: 14 });
    await askUntilEnded(world, bill, { wish: 'void', by: 'Ada', reason: 'wrong address' });
    return bill.traveled('void');
  },
};

export const writtenOff: Journey = {
  name: 'an invoice is written off',
  passes: [...ISSUE, ...CLOSE],
  async travel(world) {
    const bill = await billed(world, 'pm_card_visa', { termsDays: 14 });
    await askUntilEnded(world, bill, { wish: 'write_off', by: 'Ada', reason: 'insolvent' });
    return bill.traveled('written_off');
  },
};
