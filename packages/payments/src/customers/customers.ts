import type { Stripe } from 'stripe';
import { z } from 'zod';
import { providerError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';

export type CreateCustomerInput = {
  idempotencyKey: string;
  name: string;
  email: string | null;
  metadata: Record<string, string>;
};

const customerSchema = z.object({ object: z.literal('customer'), id: z.string().min(1) });
const setupIntentSchema = z.object({
  object: z.literal('setup_intent'),
  id: z.string().min(1),
  client_secret: z.string().min(1),
});

/** Payers as Stripe knows them. Whatever goes wrong here is technical. */
export function createCustomers(stripe: Stripe) {
  return { createCustomer, createSetupIntent };

  async function createCustomer(input: CreateCustomerInput): Promise<{ customerId: string }> {
    const { idempotencyKey, name, email, metadata } = input;
    const params = { name, metadata, ...(email === null ? {} : { email }) };
    const customer = customerSchema.safeParse(
      await orProviderError(stripe.customers.create(params, { idempotencyKey })),
    );
    if (!customer.success) throw new PaymentProviderError('unreachable', 'the answer is no customer');
    return { customerId: customer.data.id };
  }

  /** What the payer's browser needs to save a card with Stripe, for charges without the payer being there. */
  async function createSetupIntent(input: {
    customerId: string;
  }): Promise<{ setupIntentId: string; clientSecret: string }> {
    const intent = setupIntentSchema.safeParse(
      await orProviderError(
        stripe.setupIntents.create({
          customer: input.customerId,
          usage: 'off_session',
          automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        }),
      ),
    );
    if (!intent.success) throw new PaymentProviderError('unreachable', 'the answer is no SetupIntent');
    return { setupIntentId: intent.data.id, clientSecret: intent.data.client_secret };
  }
}

async function orProviderError<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw providerError(error);
  }
}
