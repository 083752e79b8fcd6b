import { TEST_CARDS } from '../cards/catalogue.ts';
import { answerBank, enterCard } from '../checkout/enter-card.ts';
import { currentSession } from '../checkout/state.ts';
import type { Answer } from '../http/answer.ts';
import { matchRoute } from '../http/route.ts';
import type { CheckoutSession } from '../objects.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Scope } from '../scope.ts';
import type { PageRequest } from './authentication.ts';
import { html, page } from './html.ts';

const ROUTES = [
  { method: 'GET', path: '/_emulator/pages/card/:id', decides: false },
  { method: 'POST', path: '/_emulator/pages/card/:id', decides: true },
];
const ABOUT = 'TEST. This page stands for Stripe’s own, on which a card is entered.';

/** Stripe's page for entering a card, as a browser sees it: a list of test cards instead of a number, and Cancel. */
export async function answerCardPage(sandbox: Sandbox, request: PageRequest): Promise<Answer> {
  const match = matchRoute(ROUTES, request);
  if (!match) return gone();
  const answer = sandbox.transact((scope) => {
    const session = openSession(scope, match.id);
    if (session === null) return gone();
    const form = new URLSearchParams(request.body ?? '');
    return match.route.decides ? decide(scope, session, form) : ask(scope, session);
  });
  // The payer may be back before the event: what he finds there must be written.
  await sandbox.database.settled();
  return answer;
}

function openSession(scope: Scope, id: string): CheckoutSession | null {
  if (!scope.tables.checkoutSessions.get(id)) return null;
  const session = currentSession(scope, id);
  return session.status === 'open' ? session : null;
}

function decide(scope: Scope, session: CheckoutSession, form: URLSearchParams): Answer {
  if (form.get('act') === 'cancel') return sendTo(session.cancel_url ?? session.success_url);
  const outcome = waitsForBank(scope, session) ? form.get('outcome') : null;
  const variant = (form.get('variant') ?? '').replaceAll(/\D/g, '');
  const testCard = `${form.get('card') ?? ''}${variant === '' ? '' : `~${variant}`}`;
  const entered =
    outcome === null
      ? enterCard(scope, session, testCard)
      : answerBank(scope, session, outcome === 'success' ? 'success' : 'failure');
  switch (entered.state) {
    case 'saved':
      return sendTo(session.success_url?.replaceAll('{CHECKOUT_SESSION_ID}', session.id) ?? null);
    case 'bank_asks':
      return ask(scope, session);
    case 'refused':
      return ask(scope, session, entered.message);
  }
}

function ask(scope: Scope, session: CheckoutSession, refusal = ''): Answer {
  const problem = refusal === '' ? '' : html`<p role="alert"><strong>${refusal}</strong></p>`;
  const content = waitsForBank(scope, session)
    ? BANK_FORM
    : cardForm(scope.tables.customers.get(session.customer ?? '')?.name ?? 'you');
  return page(200, 'Save a card', `${problem}${content}`, ABOUT);
}

function waitsForBank({ tables }: Scope, { setup_intent }: CheckoutSession): boolean {
  return tables.setupIntents.get(setup_intent ?? '')?.status === 'requires_action';
}

function cardForm(customer: string): string {
  const options = Object.entries(TEST_CARDS).map(
    ([id, { number }]) =>
      html`<option value="${id}">${number.slice(-4)}: ${id.replace('pm_card_', '')}</option>`,
  );
  return `${html`<p>The card is saved for <strong>${customer}</strong>. Nothing is charged now.</p>`}
    <form method="post">
      <p><label>Test card<br><select name="card">${options.join('')}</select></label></p>
      <p><label>Card number variant (optional)<br><input name="variant" inputmode="numeric"></label></p>
      <button name="act" value="save">Save card</button>
      <button name="act" value="cancel">Cancel</button>
    </form>`;
}

const BANK_FORM = `<p>The bank that issued the card asks: is it you who saves it?</p>
    <form method="post">
      <button name="outcome" value="success">Confirm</button>
      <button name="outcome" value="failure">Refuse</button>
    </form>`;

function gone(): Answer {
  return page(404, 'Nothing to do here', html`<p>This page was used already, or has expired.</p>`, ABOUT);
}

function sendTo(url: string | null): Answer {
  return url === null ? gone() : { status: 303, body: '', headers: { location: url } };
}
