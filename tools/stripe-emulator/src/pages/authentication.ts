import type { Answer } from '../http/answer.ts';
import { matchRoute } from '../http/route.ts';
import type { PaymentIntent } from '../objects.ts';
import { type AuthenticationOutcome, authenticateIntent } from '../payment-intents/authenticate.ts';
import type { Sandbox } from '../sandbox.ts';
import { amountInWords } from './amount.ts';
import { html, page } from './html.ts';

export type PageRequest = { method: string; path: string; body: string | null };

const ROUTES = [
  { method: 'GET', path: '/_emulator/pages/authenticate/:id', decides: false },
  { method: 'POST', path: '/_emulator/pages/authenticate/:id', decides: true },
];

/**
 * The page on which a bank asks the payer, as a browser sees it: two buttons, and the way back to whoever sent him.
 */
export async function answerAuthentication(sandbox: Sandbox, request: PageRequest): Promise<Answer> {
  const match = matchRoute(ROUTES, request);
  const intent = match && sandbox.read(({ tables }) => tables.paymentIntents.get(match.id));
  const returnUrl = intent?.next_action?.redirect_to_url?.return_url;
  if (!match || !intent || intent.status !== 'requires_action' || !returnUrl)
    return page(404, 'Nothing to confirm', html`<p>This payment does not wait for your bank any more.</p>`);
  if (!match.route.decides) return page(200, 'Confirm this payment', question(intent));
  const confirmed = new URLSearchParams(request.body ?? '').get('outcome') === 'success';
  const outcome: AuthenticationOutcome = confirmed ? 'success' : 'failure';
  const after = sandbox.transact((scope) => authenticateIntent(scope, intent, outcome));
  // The payer may be back before the event: what he finds there must be written.
  await sandbox.database.settled();
  return { status: 303, body: '', headers: { location: wayBack(returnUrl, after) } };
}

function question({ amount, currency, description }: PaymentIntent): string {
  return html`
    <p>Do you want to pay <strong>${amountInWords(amount, currency)}</strong>?</p>
    <p>${description ?? ''}</p>
    <form method="post">
      <button name="outcome" value="success">Confirm payment</button>
      <button name="outcome" value="failure">Refuse</button>
    </form>`;
}

function wayBack(returnUrl: string, intent: PaymentIntent): string {
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', intent.id);
  url.searchParams.set('payment_intent_client_secret', intent.client_secret ?? '');
  url.searchParams.set('redirect_status', intent.status === 'succeeded' ? 'succeeded' : 'failed');
  return url.href;
}
