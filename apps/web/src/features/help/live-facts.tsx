import type { BillingSettingsResource, BuyerResource, WalletResource } from '@drawdown/shared/http';
import { moneyText } from '../../ui/money-text.tsx';
import { MECHANISM_WORDS } from '../buyers/mechanism-words.ts';
import type { LiveFact } from './help-links.ts';

/** What is known now; null while it is fetched, or where there is no buyer yet. */
export type Known = {
  buyer: BuyerResource | null;
  wallet: WalletResource | null;
  settings: BillingSettingsResource | null;
};

/** How something stands at this moment; null where nothing is known of it. */
export function factWords(fact: LiveFact, { buyer, wallet, settings }: Known): string | null {
  switch (fact) {
    case 'balance':
      return buyer && `${moneyText(buyer.wallet.available)} available to ${buyer.name}.`;
    case 'rule':
      return wallet && `Auto top-up of this wallet is ${RULE[wallet.autoTopUp?.state ?? 'off']}.`;
    case 'fallback':
      return (
        buyer &&
        (buyer.billing.fallbackToCard
          ? `${buyer.name} falls back to the card on file.`
          : `${buyer.name} does not fall back to the card on file.`)
      );
    case 'mechanism':
      return buyer && `${buyer.name} pays by: ${MECHANISM_WORDS[buyer.billing.mechanism].name}.`;
    case 'invoices':
      return (
        settings && `For the account it is ${settings.invoiceTopUps ? 'on' : 'off'}${buyerWords(buyer)}.`
      );
    case 'returns':
      return buyer && returnWords(buyer);
  }
}

const RULE = { off: 'off', on: 'on', suspended: 'suspended' } as const;

function buyerWords(buyer: BuyerResource | null): string {
  const own = buyer?.billing.invoiceTopUps;
  return buyer && own !== null ? `, for ${buyer.name} ${own ? 'on' : 'off'}` : '';
}

function returnWords({ name, billing: { returnWindowDays: days } }: BuyerResource): string {
  if (days === 0) return `${name} may not give leads back.`;
  return `${name} may give a lead back within ${days === 1 ? '1 day' : `${days} days`}.`;
}
