import type { Stripe } from 'stripe';
import { z } from 'zod';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import type { CardConsent } from './consent.ts';
import { consentMetadata } from './consent.ts';
import { isDeletedCustomer } from './deleted.ts';

export type CreateCustomerInput = {
  idempotencyKey: string;
  name: string;
  email: string | null;
  metadata: Record<string, string>;
};

export type CreateSetupIntentInput = { customerId: string; consent?: CardConsent | undefined };

const customerSchema = z.object({ object: z.literal('customer'), id: z.string().min(1) });
const setupIntentSchema = z.object({
  object: z.literal('setup_intent'),
  id: z.string().min(1),
  client_secret: z.string().min(1),
});

/** Payers as Stripe knows them. Whatever goes wrong here is technical. */
export function createCustomers(stripe: Stripe) {
  return {
    createCustomer,
    createSetupIntent,
    isCustomerDeleted: (customerId: string) => isDeletedCustomer(stripe, customerId),
  };

  async function createCustomer(input: CreateCustomerInput): Promise<{ customerId: string }> {
    const { idempotencyKey, name, email, metadata } = input;
    const params = { name, metadata, ...(email === null ? {} : { email }) };
    const customer = customerSchema.safeParse(
      await orProviderError(stripe.customers.create(params, { idempotencyKey })),
    );
    if (!customer.success) throw new PaymentProviderError('unreachable', 'the answer is no customer');
    return { customerId: customer.data.id };
  }

  /**
   * What the payer's browser needs to save a card with Stripe, for charges without the payer being there. Stripe keeps
   * what the payer agreed to with it, where a bank that asks for proof is answered.
   */
  async function createSetupIntent(
    input: CreateSetupIntentInput,
  ): Promise<{ setupIntentId: string; clientSecret: string }> {
    const { customerId, consent } = input;
    const intent = setupIntentSchema.safeParse(
      await orProviderError(
        stripe.setupIntents.create({
          customer: customerId,
          usage: 'off_session',
          payment_method_options: { card: { setup_credential_usage: 'unscheduled' } },
          automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
          ...(consent === undefined ? {} : { metadata: consentMetadata(consent) }),
        }),
      ),
    );
    if (!intent.success) throw new PaymentProviderError('unreachable', 'the answer is no SetupIntent');
    return { setupIntentId: intent.data.id, clientSecret: intent.data.client_secret };
  }
}
