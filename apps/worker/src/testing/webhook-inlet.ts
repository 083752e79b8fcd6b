import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Ledger } from '@drawdown/ledger';
import { createPaymentGateway } from '@drawdown/payments';
import { z } from 'zod';

/** Registers a webhook endpoint at the emulator and puts what arrives there into the inbox, as the API does. */
export async function openWebhookInlet(stripe: { secretKey: string; apiUrl: string }, ledger: Ledger) {
  let secret = '';
  const server = createServer(async (request, response) => {
    const { parseWebhook } = createPaymentGateway({ ...stripe, webhookSecrets: [secret] });
    const result = parseWebhook(await buffer(request), String(request.headers['stripe-signature']));
    if (result.outcome === 'event') await ledger.webhookInbox.receive(result.event);
    response.writeHead(result.outcome === 'event' ? 200 : 400).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`${stripe.apiUrl}/v1/webhook_endpoints`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${stripe.secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ url: `http://127.0.0.1:${port}/`, 'enabled_events[0]': '*' }),
  });
  secret = z.object({ secret: z.string() }).parse(await response.json()).secret;
  return {
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
