import type { Stripe } from 'stripe';
import { z } from 'zod';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';

/** Newest first, so that what an earlier try has made is among them. */
const CUSTOMERS_AT_MOST = 100;

const customersSchema = z.object({
  data: z.array(z.object({ id: z.string(), metadata: z.record(z.string(), z.string()).nullish() })),
});

export function createCustomerSearch(stripe: Stripe) {
  return { findCustomer };

  /** The customer that an earlier try has made for a buyer without our hearing of it. */
  async function findCustomer({ buyerId }: { buyerId: string }): Promise<{ customerId: string } | null> {
    const listed = customersSchema.safeParse(
      await orProviderError(stripe.customers.list({ limit: CUSTOMERS_AT_MOST })),
    );
    if (!listed.success) throw new PaymentProviderError('unreachable', 'the answer is no list of customers');
    const ours = listed.data.data.find(({ metadata }) => metadata?.buyerId === buyerId);
    return ours ? { customerId: ours.id } : null;
  }
}
