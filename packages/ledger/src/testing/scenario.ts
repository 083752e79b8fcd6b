import { randomBytes } from 'node:crypto';
import { type Currency, money } from '@drawdown/shared/money';
import type { Actor } from '../accounts/types.ts';
import type { CreateBuyerInput } from '../buyers/types.ts';
import type { DeliverLeadInput } from '../deliveries/types.ts';
import type { Ledger } from '../ledger.ts';
import type { Payer } from '../payment-methods/types.ts';

export const tester: Actor = { kind: 'system', id: 'test', label: 'test' };

export const usd = (amountMinor: number | bigint) => money(BigInt(amountMinor), 'USD');

/** An account to test with, and short ways to fill it. Everything goes through the ledger's public interface. */
export async function openScenario(ledger: Ledger, { currency = 'USD' as Currency, timeZone = 'UTC' } = {}) {
  const account = await ledger.accounts.create({
    slug: `test-${randomBytes(6).toString('hex')}`,
    name: 'Test Agency',
    currency,
    timeZone,
  });
  const accountId = account.id;

  return {
    accountId,

    async buyer(input: Partial<CreateBuyerInput> = {}) {
      const result = await ledger.buyers.create({ accountId, name: 'Acme Solar', ...input }, tester);
      if (result.outcome !== 'saved') throw new Error(`the buyer was not created: ${result.outcome}`);
      return result.buyer;
    },

    async card(payer: Payer, { fingerprint = 'fp_4242', consent = undefined as string | undefined } = {}) {
      const stripeCustomerId = `cus_${randomBytes(6).toString('hex')}`;
      await ledger.paymentMethods.rememberStripeCustomer(accountId, payer, stripeCustomerId);
      const card = { brand: 'visa', last4: '4242', expMonth: 12, expYear: 2034, fingerprint };
      const stripePaymentMethodId = `pm_${randomBytes(6).toString('hex')}`;
      return ledger.paymentMethods.save(
        {
          accountId,
          payer,
          stripePaymentMethodId,
          ...card,
          ...(consent !== undefined && { consent: { text: consent, by: 'Test' } }),
        },
        tester,
      );
    },

    async credit(walletId: string, amountMinor: number | bigint) {
      const amount = money(BigInt(amountMinor), currency);
      const result = await ledger.topUps.request(
        { accountId, walletId, amount, funding: 'external', reference: 'test' },
        tester,
      );
      if (result.outcome !== 'accepted') throw new Error(`the credit was not accepted: ${result.outcome}`);
      return result.topUp;
    },

    lead(buyerId: string, leadId: string, priceMinor: number | bigint, more: Partial<DeliverLeadInput> = {}) {
      const price = money(BigInt(priceMinor), currency);
      return { accountId, buyer: { id: buyerId }, leadId, price, ...more } satisfies DeliverLeadInput;
    },

    async balance(walletId: string) {
      const wallet = await ledger.wallets.get(accountId, walletId);
      if (wallet === null) throw new Error('no such wallet');
      return wallet.balance.amountMinor;
    },
  };
}

export type Scenario = Awaited<ReturnType<typeof openScenario>>;

/** A request hash for tests: any text stands for a body. */
export function keyed(key: string, body = key) {
  return {
    idempotency: { key, requestHash: Buffer.from(body.padEnd(32, '.')).toString('hex').slice(0, 64) },
  };
}
