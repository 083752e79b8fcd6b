import { createServer } from 'node:http';
import type Stripe from 'stripe';

export type ReceivedWebhook = { payload: string; signature: string; event: Stripe.Event };

export type WebhookReceiver = {
  url: string;
  received: ReceivedWebhook[];
  /** What to answer from now on; 200 at first. */
  answerWith: (status: number) => void;
  /** Resolves with what was received once it satisfies the condition. */
  until: (satisfied: (received: ReceivedWebhook[]) => boolean) => Promise<ReceivedWebhook[]>;
  close: () => Promise<void>;
};

/** An HTTP endpoint that keeps every webhook it gets. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  const waiters = new Set<() => void>();
  let status = 200;
  const server = createServer(async (request, response) => {
    let payload = '';
    for await (const chunk of request) payload += chunk;
    const signature = String(request.headers['stripe-signature']);
    received.push({ payload, signature, event: JSON.parse(payload) });
    response.writeHead(status).end();
    for (const check of waiters) check();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    answerWith: (next) => {
      status = next;
    },
    until: (satisfied) =>
      new Promise((resolve) => {
        const check = () => {
          if (!satisfied(received)) return;
          waiters.delete(check);
          resolve(received);
        };
        waiters.add(check);
        check();
      }),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
