import { type Currency, minorUnitsPerMajor, money } from '@drawdown/shared/money';
import { toSettings } from '../accounts/accounts.ts';
import { currencyOf } from '../database/parse.ts';
import type { AccountRow, PaymentMethodRow, PrismaClient } from '../generated/prisma/client.ts';
import type { Payer } from '../payment-methods/types.ts';
import type { RequestTopUpInput, RequestTopUpResult } from './types.ts';

/** The card that a top-up charges; `buyerId` is null for the account's own. */
export type PaymentCard = {
  paymentMethod: PaymentMethodRow;
  stripeCustomerId: string;
  buyerId: string | null;
};

type Refusal = Exclude<RequestTopUpResult, { outcome: 'accepted' }>;
type Checked = { outcome: 'permitted'; card: PaymentCard | null } | Refusal;

/** Everything that can be said about a top-up before any of it is written. */
export async function checkTopUp(prisma: PrismaClient, input: RequestTopUpInput): Promise<Checked> {
  const { accountId, walletId, amount } = input;
  const wallet = await prisma.walletRow.findFirst({ where: { id: walletId, accountId } });
  if (wallet === null) return { outcome: 'wallet_not_found' };
  const currency = currencyOf(wallet.currency);
  if (amount.currency !== currency) return { outcome: 'currency_mismatch', expected: currency };
  const account = await prisma.accountRow.findUniqueOrThrow({ where: { id: accountId } });
  const limits = checkLimits(account, input);
  if (limits !== null) return limits;
  if (input.buyerId !== undefined) {
    const buyer = await prisma.buyerRow.findFirst({ where: { id: input.buyerId, accountId, walletId } });
    if (buyer === null) return { outcome: 'buyer_not_found' };
  }
  switch (input.funding) {
    case 'external':
    case 'promotional':
      return { outcome: 'permitted', card: null };
    case 'account_card':
      return cardOf(prisma, {
        input,
        payer: { kind: 'account' },
        stripeCustomerId: account.stripeCustomerId,
      });
    case 'buyer_card': {
      const buyers = await prisma.buyerRow.findMany({
        where: { accountId, walletId, ...(input.buyerId !== undefined && { id: input.buyerId }) },
        take: 2,
      });
      const [buyer] = buyers;
      if (buyer === undefined || (wallet.owner === 'account' && input.buyerId === undefined)) {
        return { outcome: 'payer_buyer_required' };
      }
      const payer: Payer = { kind: 'buyer', buyerId: buyer.id };
      return cardOf(prisma, { input, payer, stripeCustomerId: buyer.stripeCustomerId });
    }
  }
}

function checkLimits(account: AccountRow, { amount, funding }: RequestTopUpInput): Refusal | null {
  const { walletOnlyFunding, topUpMinimum, topUpMaximum } = toSettings(account);
  if (funding !== 'buyer_card' && !walletOnlyFunding.permitted.includes(funding)) {
    return { outcome: 'funding_not_permitted', permitted: [...walletOnlyFunding.permitted, 'buyer_card'] };
  }
  const minimum = limitInCurrency(topUpMinimum.amountMinor, topUpMinimum.currency, amount.currency);
  if (amount.amountMinor < minimum)
    return { outcome: 'amount_below_minimum', minimum: money(minimum, amount.currency) };
  const maximum = limitInCurrency(topUpMaximum.amountMinor, topUpMaximum.currency, amount.currency);
  if (amount.amountMinor > maximum)
    return { outcome: 'amount_above_maximum', maximum: money(maximum, amount.currency) };
  return null;
}

/** The account's limits are kept in its own currency; elsewhere the same number of major units counts. */
function limitInCurrency(limitMinor: bigint, from: Currency, to: Currency): bigint {
  return (limitMinor * minorUnitsPerMajor(to)) / minorUnitsPerMajor(from);
}

type CardQuery = { input: RequestTopUpInput; payer: Payer; stripeCustomerId: string | null };

/** The card asked for, if it is the payer's; else the payer's default. */
async function cardOf(prisma: PrismaClient, { input, payer, stripeCustomerId }: CardQuery): Promise<Checked> {
  const buyerId = payer.kind === 'buyer' ? payer.buyerId : null;
  const paymentMethod = await prisma.paymentMethodRow.findFirst({
    where: {
      accountId: input.accountId,
      buyerId,
      removedAt: null,
      OR: [
        { forLinkId: null },
        ...(input.payerLinkId === undefined ? [] : [{ forLinkId: input.payerLinkId }]),
      ],
      ...(input.paymentMethodId === undefined ? { isDefault: true } : { id: input.paymentMethodId }),
    },
  });
  if (paymentMethod === null || stripeCustomerId === null) {
    return input.paymentMethodId === undefined
      ? { outcome: 'no_payment_method', payer }
      : { outcome: 'payment_method_not_found' };
  }
  return { outcome: 'permitted', card: { paymentMethod, stripeCustomerId, buyerId } };
}
