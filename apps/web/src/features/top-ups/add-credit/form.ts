import type { BillingSettingsResource } from '@drawdown/shared/http';
import { createTopUpSchema, WALLET_ONLY_FUNDINGS } from '@drawdown/shared/http';
import type { Currency, MoneyJson } from '@drawdown/shared/money';
import { z } from 'zod';
import type { AmountLimits } from './amount.ts';
import { readAmount } from './amount.ts';
import type { FundingPlan, SavedCard } from './funding-plan.ts';
import { coveredRetries } from './pending-retries.ts';

const fields = z.object({
  amount: z.string(),
  mode: z.enum(['wallet_only', 'charge_buyer']),
  walletOnlyFunding: z.enum(WALLET_ONLY_FUNDINGS),
  payerBuyerId: z.string(),
  accountCardId: z.string(),
  buyerCardId: z.string(),
  reference: z.string(),
  reason: z.string(),
  /** Null: as the buyer, else the account, has it. */
  invoice: z.boolean().nullable(),
  cancelPendingRetry: z.boolean(),
});

export type AddCreditValues = z.infer<typeof fields>;

/** What the chosen values are judged against. */
export type AddCreditFacts = {
  currency: Currency;
  limits: AmountLimits | null;
  buyers: { id: string; name: string }[];
  accountCards: SavedCard[];
  /** Of the chosen buyer; null while they are being fetched. */
  buyerCards: SavedCard[] | null;
  /** Whether top-ups go on a Stripe invoice; null: the buyer has no wish of its own. */
  invoices: { account: boolean; buyer: boolean | null };
  /** Charges of this wallet that were declined and are still to be collected, oldest first. */
  failingCharges: { amount: MoneyJson }[];
};

export type Fault = { field: keyof AddCreditValues; message: string };
type Reading = { plan: FundingPlan | null; amount: MoneyJson | null; faults: Fault[] };

/** Limits are kept in the account's currency; a wallet in another one is left to the API to judge. */
export function limitsFor(settings: BillingSettingsResource, currency: Currency): AmountLimits | null {
  const { topUpMinimum: minimum, topUpMaximum: maximum } = settings;
  return minimum.currency === currency && maximum.currency === currency ? { minimum, maximum } : null;
}

/** Turns typed values into a plan and an amount, with a fault for every field that stands in the way. */
export function readForm(values: AddCreditValues, facts: AddCreditFacts): Reading {
  const amount = readAmount(values.amount, facts.currency, facts.limits);
  const plan = readPlan(values, facts);
  const faults: Fault[] = [];
  if (!amount.ok) faults.push({ field: 'amount', message: amount.message });
  if ('field' in plan) faults.push(plan);
  if ('field' in plan || !amount.ok) {
    return { amount: amount.ok ? amount.amount : null, plan: 'field' in plan ? null : plan, faults };
  }
  const covered = coveredRetries(facts.failingCharges, amount.amount);
  const retries = covered && { ...covered, cancel: values.cancelPendingRetry };
  return { amount: amount.amount, plan: { ...plan, ...(retries && { retries }) }, faults };
}

export function addCreditSchema(facts: AddCreditFacts) {
  return fields.superRefine((values, context) => {
    for (const { field, message } of readForm(values, facts).faults) {
      context.addIssue({ code: 'custom', path: [field], message });
    }
  });
}

function readPlan(values: AddCreditValues, facts: AddCreditFacts): FundingPlan | Fault {
  if (values.mode === 'charge_buyer') return readBuyerCard(values, facts);
  switch (values.walletOnlyFunding) {
    case 'account_card': {
      const card = facts.accountCards.find(({ id }) => id === values.accountCardId);
      if (!card) return { field: 'accountCardId', message: 'Your agency has no card on file yet.' };
      return { kind: 'account_card', card, invoice: wantsInvoice(values, facts) };
    }
    case 'external': {
      const reference = createTopUpSchema.shape.reference.safeParse(values.reference);
      if (reference.data) return { kind: 'external', reference: reference.data };
      return {
        field: 'reference',
        message: 'Enter the bank reference or receipt number (at most 200 characters).',
      };
    }
    case 'promotional': {
      const reason = createTopUpSchema.shape.reason.safeParse(values.reason);
      if (reason.data) return { kind: 'promotional', reason: reason.data };
      return { field: 'reason', message: 'Say why this credit is granted (at most 500 characters).' };
    }
  }
}

function readBuyerCard(values: AddCreditValues, facts: AddCreditFacts): FundingPlan | Fault {
  const buyer = facts.buyers.find(({ id }) => id === values.payerBuyerId);
  if (!buyer) return { field: 'payerBuyerId', message: 'Choose the buyer whose card is charged.' };
  const card = facts.buyerCards?.find(({ id }) => id === values.buyerCardId);
  if (!card) return { field: 'buyerCardId', message: `${buyer.name} has no card on file yet.` };
  return { kind: 'buyer_card', buyer, card, invoice: wantsInvoice(values, facts) };
}

/** As it was ticked; else as the buyer whose money or wallet it is has it, else the account. */
export function wantsInvoice(
  values: Pick<AddCreditValues, 'invoice' | 'mode'>,
  { invoices, buyers }: Pick<AddCreditFacts, 'invoices' | 'buyers'>,
): boolean {
  const ofBuyer = values.mode === 'charge_buyer' || buyers.length === 1;
  return values.invoice ?? (ofBuyer ? invoices.buyer : null) ?? invoices.account;
}
