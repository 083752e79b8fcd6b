import { TEST_CARDS } from '../cards/catalogue.ts';
import { ApiError } from '../errors/api-error.ts';
import type { Answer } from '../http/answer.ts';
import { matchRoute } from '../http/route.ts';
import { openPayments } from '../invoices/payment.ts';
import type { Invoice } from '../objects.ts';
import { chargeIntent } from '../payment-intents/confirm.ts';
import { requiredIntent } from '../payment-intents/intent.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Scope } from '../scope.ts';
import { amountInWords } from './amount.ts';
import type { PageRequest } from './authentication.ts';
import { html, page } from './html.ts';
import { pdf } from './pdf.ts';

const ROUTES = [
  { method: 'GET', path: '/_emulator/pages/invoice/:id/pdf', shows: 'pdf' },
  { method: 'GET', path: '/_emulator/pages/invoice/:id', shows: 'page' },
  { method: 'POST', path: '/_emulator/pages/invoice/:id', shows: 'payment' },
] as const;
const ABOUT = 'TEST. This page stands for Stripe’s own, on which an invoice is shown and paid.';

/** Stripe's hosted page of an invoice, and its PDF, as a browser gets them. */
export async function answerInvoicePage(sandbox: Sandbox, request: PageRequest): Promise<Answer> {
  const match = matchRoute(ROUTES, request);
  const answer = sandbox.transact((scope) => {
    const invoice = match && scope.tables.invoices.get(match.id);
    if (!match || !invoice || invoice.status === 'draft') return gone();
    switch (match.route.shows) {
      case 'pdf':
        return pdf(textOf(invoice));
      case 'page':
        return show(invoice);
      case 'payment':
        return pay(scope, invoice, new URLSearchParams(request.body ?? '').get('card') ?? '');
    }
  });
  // Whoever comes back before the event finds what he did.
  await sandbox.database.settled();
  return answer;
}

function pay(scope: Scope, invoice: Invoice, testCard: string): Answer {
  const payment = openPayments(scope, invoice.id).find((candidate) => candidate.is_default);
  if (invoice.status !== 'open' || !payment) return show(invoice);
  try {
    chargeIntent(scope, requiredIntent(scope, payment.payment.payment_intent), {
      paymentMethod: testCard,
      offSession: false,
      errorOnRequiresAction: true,
      returnUrl: null,
    });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return show(invoice, 'This card was not accepted. Try another one.');
  }
  return show(scope.tables.invoices.get(invoice.id) ?? invoice);
}

function show(invoice: Invoice, refusal = ''): Answer {
  const problem = refusal === '' ? '' : html`<p role="alert"><strong>${refusal}</strong></p>`;
  const lines = textOf(invoice).map((line) => html`<li>${line}</li>`);
  const form = invoice.status === 'open' ? FORM : '';
  const link = html`<p><a href="${invoice.id}/pdf">Download the PDF</a></p>`;
  return page(200, `Invoice ${invoice.number}`, `${problem}<ul>${lines.join('')}</ul>${form}${link}`, ABOUT);
}

function textOf({
  number,
  customer_name,
  currency,
  lines,
  total,
  amount_remaining,
  status,
}: Invoice): string[] {
  return [
    `Invoice ${number}`,
    `For ${customer_name ?? 'the customer'}`,
    ...lines.data.map(
      ({ description, amount }) => `${description ?? 'Line'}: ${amountInWords(amount, currency)}`,
    ),
    `Total: ${amountInWords(total, currency)}`,
    `Status: ${status}, ${amountInWords(amount_remaining, currency)} left to pay`,
  ];
}

const CARDS = Object.entries(TEST_CARDS).map(
  ([id, { number }]) =>
    html`<option value="${id}">${number.slice(-4)}: ${id.replace('pm_card_', '')}</option>`,
);
const FORM = `<form method="post">
      <p><label>Test card<br><select name="card">${CARDS.join('')}</select></label></p>
      <button>Pay</button>
    </form>`;

function gone(): Answer {
  return page(404, 'No such invoice', html`<p>There is no invoice here.</p>`, ABOUT);
}
