import type { ChargeOutcome } from '@drawdown/shared/payments';
import type { Stripe } from 'stripe';
import { z } from 'zod';
import { isDeletedCustomer } from '../customers/deleted.ts';
import { orProviderError } from '../gateway/failure.ts';
import { PaymentProviderError } from '../provider-error.ts';
import { settle } from './settle.ts';

type Asked = { paymentIntentId: string; stripePaymentMethodId: string; idempotencyKey: string };

const reference = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)]);
const ownedSchema = z.object({ id: z.string(), customer: reference.nullish() });

/**
 * Confirms a PaymentIntent. Where its customer was deleted at Stripe no card can pay it: it is given to the customer of this
 * card, and asked again. Under the same key, since a refusal of the parameters is not kept for it; only where Stripe repeats
 * that refusal, under a key of its own. Either way every repeat asks the bank under one key.
 */
export async function settleWithCustomer(
  stripe: Stripe,
  { paymentIntentId, stripePaymentMethodId, idempotencyKey }: Asked,
  confirm: (idempotencyKey: string) => Promise<unknown>,
): ReturnType<typeof settle> {
  const ask = (key: string) => settle(stripe, paymentIntentId, () => confirm(key));
  const first = await ask(idempotencyKey);
  if (!isMissingCard(first.outcome)) return first;
  const given = await givenToCustomerOf(stripe, { paymentIntentId, stripePaymentMethodId });
  if (given === 'unknown') {
    const detail = 'Stripe does not say whose card it refused';
    return { outcome: { outcome: 'unknown', paymentIntentId, detail }, intent: null };
  }
  if (given === 'not given') return first;
  const again = await ask(idempotencyKey);
  return isMissingCard(again.outcome) ? ask(`${idempotencyKey}:customer`) : again;
}

function isMissingCard(outcome: ChargeOutcome): boolean {
  return outcome.outcome === 'declined' && outcome.decline.code === 'payment_method_missing';
}

/** Never takes a PaymentIntent from a customer that is there: a card pays for its own payer alone. */
async function givenToCustomerOf(
  stripe: Stripe,
  { paymentIntentId, stripePaymentMethodId }: Omit<Asked, 'idempotencyKey'>,
): Promise<'given' | 'not given' | 'unknown'> {
  try {
    const card = owned(await orProviderError(stripe.paymentMethods.retrieve(stripePaymentMethodId)));
    if (!card) return 'not given';
    const payer = owned(await orProviderError(stripe.paymentIntents.retrieve(paymentIntentId)));
    if (payer === card) return 'given';
    if (payer !== null && !(await isDeletedCustomer(stripe, payer))) return 'not given';
    await orProviderError(stripe.paymentIntents.update(paymentIntentId, { customer: card }));
    return 'given';
  } catch (error) {
    if (!(error instanceof PaymentProviderError)) throw error;
    return error.kind === 'refused' ? 'not given' : 'unknown';
  }
}

function owned(answer: unknown): string | null {
  const parsed = ownedSchema.safeParse(answer);
  if (!parsed.success) throw new PaymentProviderError('unreachable', 'the answer says nothing of a customer');
  return parsed.data.customer ?? null;
}
