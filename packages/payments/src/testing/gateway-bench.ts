import { randomBytes } from 'node:crypto';
import { money } from '@drawdown/shared/money';
import { createEmulator } from '@drawdown/stripe-emulator';
import { z } from 'zod';
import { createPaymentGateway } from '../gateway/payment-gateway.ts';

const logSchema = z.object({
  data: z.array(z.object({ idempotencyKey: z.string().nullable(), replayed: z.boolean(), path: z.string() })),
});

export type GatewayBench = Awaited<ReturnType<typeof openGatewayBench>>;

/** A gateway on an emulator of its own. */
export async function openGatewayBench() {
  const emulator = await createEmulator();
  const { url } = await emulator.listen(0);
  const secretKey = 'sk_test_emulator_gateway_tests';
  const gateway = createPaymentGateway({ secretKey, apiUrl: url, webhookSecrets: [], timeoutMs: 1000 });

  return {
    gateway,
    url,
    secretKey,
    close: () => emulator.close(),

    async customerWithCard(testCard = 'pm_card_visa') {
      const { customerId } = await gateway.createCustomer({
        idempotencyKey: unique('cus'),
        name: 'Acme Solar',
        email: 'billing@acme.example',
        metadata: { accountId: 'acc_1' },
      });
      const saved = await gateway.saveCard({ customerId, source: { testCard } });
      if (saved.outcome !== 'saved') throw new Error(`the card was not saved: ${saved.outcome}`);
      return { customerId, stripePaymentMethodId: saved.card.stripePaymentMethodId };
    },

    async paymentIntent(customerId: string, amountMinor = 25_000n): Promise<string> {
      const created = await gateway.createPaymentIntent(order(customerId, unique('create'), amountMinor));
      if (created.outcome !== 'created') throw new Error(`no PaymentIntent: ${created.detail}`);
      return created.paymentIntentId;
    },

    control: (path: string, body: object) => post(`${url}/_emulator${path}`, body),

    async requests(path: string) {
      const response = await fetch(`${url}/_emulator/requests?path=${encodeURIComponent(path)}`);
      return logSchema.parse(await response.json()).data;
    },
  };
}

export function unique(prefix: string): string {
  return `${prefix}:${randomBytes(8).toString('hex')}`;
}

export function order(customerId: string, idempotencyKey: string, amountMinor = 25_000n) {
  const amount = money(amountMinor, 'USD');
  return { idempotencyKey, customerId, amount, description: 'Top-up top_1', metadata: { topUpId: 'top_1' } };
}

async function post(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}
