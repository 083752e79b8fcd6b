import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmulatedStripe, startEmulatedStripe } from '../testing/emulated-stripe.ts';
import { cardErrorOf, confirmOffSession, errorOf, openIntent, savePayer } from '../testing/payer.ts';

let emulated: EmulatedStripe;
beforeEach(async () => {
  emulated = await startEmulatedStripe();
});
afterEach(() => emulated.close());

const RETURN_URL = 'http://localhost:4000/pay/token?step=back';

/** A payment that failed without the payer, and then waits for him on his bank's page. */
async function waitingPayment() {
  const { stripe } = emulated;
  const payer = await savePayer(stripe, 'pm_card_authenticationRequired');
  const intent = await openIntent(stripe, payer);
  await cardErrorOf(confirmOffSession(stripe, intent, payer));
  const waiting = await stripe.paymentIntents.confirm(intent, {
    payment_method: payer.card,
    off_session: false,
    return_url: RETURN_URL,
  });
  expect(waiting.next_action).toMatchObject({
    type: 'redirect_to_url',
    redirect_to_url: { return_url: RETURN_URL },
  });
  return { intent, page: String(waiting.next_action?.redirect_to_url?.url) };
}

const decide = (page: string, outcome: string) =>
  fetch(page, { method: 'POST', body: new URLSearchParams({ outcome }), redirect: 'manual' });

describe('the page of the bank', () => {
  it('asks the payer, and sends him back with the payment made', async () => {
    const { intent, page } = await waitingPayment();
    const shown = await fetch(page);
    expect(shown.headers.get('content-type')).toContain('text/html');
    expect(await shown.text()).toContain('$250.00');
    const answer = await decide(page, 'success');
    expect(answer.status).toBe(303);
    const back = new URL(String(answer.headers.get('location')));
    expect([back.origin + back.pathname, back.searchParams.get('step')]).toEqual([
      'http://localhost:4000/pay/token',
      'back',
    ]);
    expect(back.searchParams.get('payment_intent')).toBe(intent);
    expect(back.searchParams.get('redirect_status')).toBe('succeeded');
    expect((await emulated.stripe.paymentIntents.retrieve(intent)).status).toBe('succeeded');
  });

  it('lets him refuse, and then the payment needs a card again', async () => {
    const { intent, page } = await waitingPayment();
    const answer = await decide(page, 'failure');
    expect(String(answer.headers.get('location'))).toContain('redirect_status=failed');
    expect(await emulated.stripe.paymentIntents.retrieve(intent)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
  });

  it('is dead once it was answered', async () => {
    const { page } = await waitingPayment();
    await decide(page, 'success');
    expect((await fetch(page)).status).toBe(404);
    expect((await decide(page, 'failure')).status).toBe(404);
  });

  it('shows text as text', async () => {
    const { stripe } = emulated;
    const { intent, page } = await waitingPayment();
    await stripe.paymentIntents.update(intent, { description: '<script>alert(1)</script>' });
    expect(await (await fetch(page)).text()).not.toContain('<script>');
  });

  it('leads back only to a web address', async () => {
    const { stripe } = emulated;
    const payer = await savePayer(stripe);
    const confirm = stripe.paymentIntents.confirm(await openIntent(stripe, payer), {
      payment_method: payer.card,
      return_url: 'javascript:alert(1)',
    });
    expect(await errorOf(confirm)).toMatchObject({ param: 'return_url', code: 'url_invalid' });
  });
});
