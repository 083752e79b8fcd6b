import type { BillingSettingsResource, WalletResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { buyerQuery } from '../../features/buyers/api/buyers.ts';
import { failingChargesQuery } from '../../features/charges/api/charges.ts';
import { paymentMethodsQuery } from '../../features/payment-methods/api/payment-methods.ts';
import type { AddCreditFacts } from '../../features/top-ups/add-credit/form.ts';
import { limitsFor } from '../../features/top-ups/add-credit/form.ts';
import { useMay } from '../use-session.ts';

type Options = {
  wallet: WalletResource;
  payerBuyer: { id: string; name: string } | null;
  payerBuyerId: string;
  settings: BillingSettingsResource | undefined;
};

const NO_CARDS: AddCreditFacts['accountCards'] = [];
const NO_CHARGES: AddCreditFacts['failingCharges'] = [];

/** Gathers what the dialog decides by: limits, permitted fundings, and the cards of both possible payers. */
export function useAddCreditFacts({ wallet, payerBuyer, payerBuyerId, settings }: Options) {
  const mayGrant = useMay('credit:grant');
  const mayReadCharges = useMay('charges:read');
  const accountCards = useQuery(paymentMethodsQuery({ kind: 'account' }));
  const buyerCards = useQuery({
    ...paymentMethodsQuery({ kind: 'buyer', buyerId: payerBuyerId }),
    enabled: payerBuyerId !== '',
  });
  const payer = useQuery({
    ...buyerQuery(payerBuyerId),
    enabled: payerBuyerId !== '',
    throwOnError: false,
  });
  const failing = useQuery({
    ...failingChargesQuery({ walletId: wallet.id }),
    enabled: mayReadCharges,
    throwOnError: false,
  });
  const facts: AddCreditFacts = {
    currency: wallet.currency,
    limits: settings ? limitsFor(settings, wallet.currency) : null,
    buyers: withPayer(wallet.buyers, payerBuyer),
    accountCards: accountCards.data ?? NO_CARDS,
    buyerCards: buyerCards.data ?? null,
    failingCharges: failing.data?.data ?? NO_CHARGES,
    invoices: {
      account: settings?.invoiceTopUps ?? false,
      buyer: payer.data?.billing.invoiceTopUps ?? null,
    },
  };
  return {
    facts,
    walletOnlyFundings: settings ? permittedFundings(settings, mayGrant) : [],
    loading: !settings || accountCards.isPending,
  };
}

/** The default comes first. Granting credit without a charge needs its own scope. */
function permittedFundings({ walletOnlyFunding }: BillingSettingsResource, mayGrant: boolean) {
  return walletOnlyFunding.permitted
    .filter((funding) => mayGrant || funding === 'account_card')
    .toSorted((a, b) => Number(b === walletOnlyFunding.default) - Number(a === walletOnlyFunding.default));
}

/** The wallet names its first hundred buyers; the one whose page this is must be among the choices. */
function withPayer(buyers: WalletResource['buyers'], payer: Options['payerBuyer']) {
  if (!payer || buyers.some(({ id }) => id === payer.id)) return buyers;
  return [...buyers, { id: payer.id, name: payer.name }];
}
