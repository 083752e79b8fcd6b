import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type StripeProxy = {
  url: string;
  processing: boolean;
  /** Runs before a confirmation is lost without an answer, as by a gateway that has waited long enough; null: none is. */
  hang: ((idempotencyKey: string) => Promise<void>) | null;
  close(): Promise<void>;
};

/**
 * Stands before the emulator and, while `processing`, reports every payment that has succeeded as still being
 * processed, as Stripe does with slow payment methods.
 */
export async function openStripeProxy(emulatorUrl: string): Promise<StripeProxy> {
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    if (proxy.hang !== null && incoming.url?.endsWith('/confirm')) {
      await proxy.hang(String(incoming.headers['idempotency-key']));
      outgoing.writeHead(504, { 'content-type': 'text/html' }).end('<h1>Gateway Timeout</h1>');
      return;
    }
    const forward = request(
      new URL(incoming.url ?? '/', emulatorUrl),
      { method: incoming.method, headers: incoming.headers },
      async (answer) => {
        const text = (await buffer(answer)).toString();
        const shown = proxy.processing ? asProcessing(text) : text;
        const { 'content-length': _length, ...headers } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 500, headers).end(shown);
      },
    );
    forward.on('error', () => outgoing.destroy());
    forward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: StripeProxy = {
    url: `http://127.0.0.1:${port}`,
    processing: false,
    hang: null,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return proxy;
}

function asProcessing(text: string): string {
  const answer: unknown = JSON.parse(text);
  const isPaymentIntent =
    typeof answer === 'object' &&
    answer !== null &&
    'object' in answer &&
    answer.object === 'payment_intent' &&
    'status' in answer &&
    answer.status === 'succeeded';
  return isPaymentIntent ? JSON.stringify({ ...answer, status: 'processing', amount_received: 0 }) : text;
}
