import { type Currency, type Money, minorUnitsPerMajor, money } from '@drawdown/shared/money';
import type { Records } from '../database/connection.ts';
import { currencyOf } from '../database/parse.ts';
import type { SaveAutoTopUpInput, SaveAutoTopUpResult } from './types.ts';

type Refusal = Exclude<SaveAutoTopUpResult, { outcome: 'saved' }>;

/** A rule as it is to be stored. */
export type CheckedRule = {
  outcome: 'permitted';
  currency: Currency;
  payerBuyerId: string | null;
  dailyLimitMinor: bigint | null;
  monthlyLimitMinor: bigint | null;
};

type WalletFacts = {
  currency: string;
  owner: 'buyer' | 'account';
  permitted: string[];
  stripe_customer_id: string | null;
  minimum: bigint;
  maximum: bigint;
};

/** Default daily limit: this many times the amount, or the target. */
const DEFAULT_DAILY_TIMES = 3n;

/** Everything that can be said about a rule before it is written. */
export async function checkRule(records: Records, input: SaveAutoTopUpInput): Promise<CheckedRule | Refusal> {
  const [wallet] = await records.$queryRaw<WalletFacts[]>`
    select w.currency, w.owner, a.wallet_only_permitted as permitted, a.stripe_customer_id,
      limit_in_currency(a.top_up_minimum_minor, a.currency, w.currency) as minimum,
      limit_in_currency(a.top_up_maximum_minor, a.currency, w.currency) as maximum
    from wallet w join account a on a.id = w.account_id
    where w.id = ${input.walletId} and w.account_id = ${input.accountId}`;
  if (wallet === undefined) return { outcome: 'wallet_not_found' };
  const currency = currencyOf(wallet.currency);
  const refused = otherCurrency(input, currency) ?? invalidAmounts(input, wallet);
  if (refused !== null) return refused;
  const payer = await checkPayer(records, input, wallet);
  if (payer.outcome !== 'permitted') return payer;
  return {
    outcome: 'permitted',
    currency,
    payerBuyerId: payer.buyerId,
    dailyLimitMinor: dailyLimitOf(input),
    monthlyLimitMinor: input.monthlyLimit?.amountMinor ?? null,
  };
}

const MONEY_FIELDS = ['threshold', 'amount', 'targetBalance', 'dailyLimit', 'monthlyLimit'] as const;

function otherCurrency(input: SaveAutoTopUpInput, currency: Currency): Refusal | null {
  const field = MONEY_FIELDS.find((name) => (input[name]?.currency ?? currency) !== currency);
  return field === undefined ? null : { outcome: 'currency_mismatch', field, expected: currency };
}

function invalidAmounts(input: SaveAutoTopUpInput, wallet: WalletFacts): Refusal | null {
  const { threshold, amount, targetBalance, monthlyLimit } = input;
  if (threshold.amountMinor < 0n) return invalid('threshold', 'must not be below zero');
  if ((amount === null) === (targetBalance === null)) {
    return invalid('amount', 'give either an amount or a target balance');
  }
  if (targetBalance !== null && targetBalance.amountMinor <= threshold.amountMinor) {
    return invalid('targetBalance', 'must be above the threshold');
  }
  const currency = currencyOf(wallet.currency);
  if (amount !== null && amount.amountMinor < wallet.minimum) {
    return invalid('amount', `must be at least ${inWords(money(wallet.minimum, currency))}`);
  }
  if (amount !== null && amount.amountMinor > wallet.maximum) {
    return invalid('amount', `must be at most ${inWords(money(wallet.maximum, currency))}`);
  }
  const least = amount?.amountMinor ?? wallet.minimum;
  const daily = dailyLimitOf(input);
  if (daily !== null && daily < least) return invalid('dailyLimit', 'must leave room for one top-up');
  if (monthlyLimit && monthlyLimit.amountMinor < least) {
    return invalid('monthlyLimit', 'must leave room for one top-up');
  }
  return input.consentText.trim() === '' ? invalid('consent', 'says nothing') : null;
}

function dailyLimitOf({ dailyLimit, amount, targetBalance }: SaveAutoTopUpInput): bigint | null {
  if (dailyLimit !== undefined) return dailyLimit?.amountMinor ?? null;
  return DEFAULT_DAILY_TIMES * (amount?.amountMinor ?? targetBalance?.amountMinor ?? 0n);
}

type CheckedPayer = { outcome: 'permitted'; buyerId: string | null };
type PayingBuyer = { id: string; stripe_customer_id: string | null };

async function checkPayer(
  records: Records,
  input: SaveAutoTopUpInput,
  wallet: WalletFacts,
): Promise<CheckedPayer | Refusal> {
  if (input.payer === 'account') {
    if (!wallet.permitted.includes('account_card')) {
      return invalid('payer', 'the account does not permit top-ups with its own card');
    }
    return withCard(records, input, { id: null, stripe_customer_id: wallet.stripe_customer_id });
  }
  if (input.payerBuyerId === undefined && wallet.owner === 'account')
    return { outcome: 'payer_buyer_required' };
  const [buyer] = await records.$queryRaw<PayingBuyer[]>`
    select id, stripe_customer_id from buyer
    where account_id = ${input.accountId} and wallet_id = ${input.walletId}
      and id = coalesce(${input.payerBuyerId ?? null}::text, id)
    order by id limit 1`;
  return buyer === undefined ? { outcome: 'buyer_not_found' } : withCard(records, input, buyer);
}

/** A rule that is to be on needs a card to charge; one that is off may wait for it. */
async function withCard(
  records: Records,
  { accountId, enabled }: SaveAutoTopUpInput,
  payer: { id: string | null; stripe_customer_id: string | null },
): Promise<CheckedPayer | Refusal> {
  const cards = await records.$queryRaw<{ id: string }[]>`
    select id from payment_method
    where account_id = ${accountId} and coalesce(buyer_id, '') = coalesce(${payer.id}::text, '') and is_default`;
  if (enabled && (cards.length === 0 || payer.stripe_customer_id === null)) {
    const who =
      payer.id === null ? ({ kind: 'account' } as const) : ({ kind: 'buyer', buyerId: payer.id } as const);
    return { outcome: 'no_payment_method', payer: who };
  }
  return { outcome: 'permitted', buyerId: payer.id };
}

function invalid(field: string, message: string): Refusal {
  return { outcome: 'invalid', field, message };
}

function inWords({ amountMinor, currency }: Money): string {
  const unit = minorUnitsPerMajor(currency);
  const decimals = unit.toString().length - 1;
  const fraction = (amountMinor % unit).toString().padStart(decimals, '0');
  return `${amountMinor / unit}${decimals === 0 ? '' : `.${fraction}`} ${currency}`;
}
