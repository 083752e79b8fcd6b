import type { WalletResource } from '@drawdown/shared/http';
import { useQuery } from '@tanstack/react-query';
import { paymentMethodsQuery } from '../../features/payment-methods/api/payment-methods.ts';
import { useSession } from '../use-session.ts';

/** Who may pay for a wallet, and the chosen one with its default card. `chosen` is `account` or a buyer's id. */
export function useRulePayer(wallet: WalletResource, chosen: string) {
  const { account } = useSession();
  const owner =
    chosen === 'account' ? { kind: 'account' as const } : { kind: 'buyer' as const, buyerId: chosen };
  const { data: cards } = useQuery({ ...paymentMethodsQuery(owner), enabled: chosen !== '' });
  const card = cards?.find(({ isDefault }) => isDefault) ?? null;
  const name =
    chosen === 'account'
      ? account.name
      : (wallet.buyers.find(({ id }) => id === chosen)?.name ?? 'the buyer');
  return {
    payers: [
      { value: 'account', name: `${account.name} (your agency)` },
      ...wallet.buyers.map((buyer) => ({ value: buyer.id, name: buyer.name })),
    ],
    // Until the cards are known nothing is said about them.
    payer: { name, card, hasCard: cards === undefined || card !== null },
  };
}
