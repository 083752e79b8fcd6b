import { createHash } from 'node:crypto';
import type { Ledger, Payer } from '@drawdown/ledger';
import type { PaymentGateway } from '@drawdown/payments';
import { notFound } from '../http/problem.ts';

type PayerDetails = { id: string; name: string; email: string | null };

/** Name and email of a payer. @throws ProblemError when the buyer is not one of this account. */
export async function payerDetails(ledger: Ledger, accountId: string, payer: Payer): Promise<PayerDetails> {
  if (payer.kind === 'account') {
    const account = await ledger.accounts.get(accountId);
    return { id: account.id, name: account.name, email: null };
  }
  const buyer = await ledger.buyers.get(accountId, payer.buyerId);
  if (buyer === null) throw notFound('buyer');
  return { id: buyer.id, name: buyer.name, email: buyer.email };
}

type EnsureCustomerInput = { accountId: string; payer: Payer; details: PayerDetails };

/** The payer's customer at Stripe, created when there is none yet; two callers at once get the same one. */
export async function ensureStripeCustomer(
  deps: { ledger: Ledger; payments: PaymentGateway },
  { accountId, payer, details }: EnsureCustomerInput,
): Promise<string> {
  const known = await deps.ledger.paymentMethods.stripeCustomerId(accountId, payer);
  if (known !== null) return known;
  const { id, name, email } = details;
  // The key changes with what is sent: Stripe refuses a known key with another body, and a payer may be renamed
  // between a lost answer and the next try.
  const sent = createHash('sha256')
    .update(JSON.stringify([name, email]))
    .digest('hex')
    .slice(0, 12);
  const customer = { name, email, metadata: { accountId, payerId: id } };
  for (let idempotencyKey = `cus:${id}:${sent}`; ; ) {
    const { customerId } = await deps.payments.createCustomer({ idempotencyKey, ...customer });
    if (!(await deps.ledger.paymentMethods.isCustomerDeleted(customerId)))
      return deps.ledger.paymentMethods.rememberStripeCustomer(accountId, payer, customerId);
    // Stripe repeats what it once answered under this key, also when that customer was deleted since.
    idempotencyKey = `cus:${id}:${sent}:after:${customerId}`;
  }
}
