import { Stripe } from 'stripe';
import { z } from 'zod';
import { providerError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';

const customerSchema = z.object({ object: z.literal('customer'), deleted: z.boolean().optional() });

/** Deleted for ever, or never known. @throws PaymentProviderError where Stripe does not say. */
export async function isDeletedCustomer(stripe: Stripe, customerId: string): Promise<boolean> {
  try {
    const customer = customerSchema.safeParse(await stripe.customers.retrieve(customerId));
    if (!customer.success) throw new PaymentProviderError('unreachable', 'the answer is no customer');
    return customer.data.deleted === true;
  } catch (error) {
    if (error instanceof PaymentProviderError) throw error;
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing')
      return true;
    throw providerError(error);
  }
}
