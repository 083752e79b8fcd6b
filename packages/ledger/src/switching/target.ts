import type { Currency } from '@drawdown/shared/money';
import type { BillingMechanism } from '../buyers/types.ts';
import type { Records } from '../database/connection.ts';
import { currencyOf, oneOf } from '../database/parse.ts';
import type { BuyerRow, WalletRow } from '../generated/prisma/client.ts';
import type { Place, SwitchOrder, WrongOrder } from './types.ts';

const MECHANISMS: readonly BillingMechanism[] = ['wallet', 'direct_charge', 'net_terms', 'manual'];

/** A wallet of its own that a buyer has left. */
export type LeftWallet = { walletId: string; currency: string; bookAccountId: bigint };

export function placeOf(buyer: BuyerRow, wallet: WalletRow): Place {
  return {
    mechanism: oneOf(MECHANISMS, buyer.mechanism),
    walletId: wallet.id,
    walletName: wallet.name,
    walletOwner: oneOf(['buyer', 'account'], wallet.owner),
    currency: currencyOf(buyer.currency),
  };
}

export async function walletsLeftBy(records: Records, buyerId: string): Promise<LeftWallet[]> {
  return records.$queryRaw<LeftWallet[]>`
    select wallet_id as "walletId", currency, book_account_id as "bookAccountId" from wallets_left_by(${buyerId})`;
}

type Found = { outcome: 'found'; to: Place } | WrongOrder;

/** Where the order leads: what it leaves out stays as it is. */
export async function targetOf(
  records: Records,
  { order, from, left }: { order: SwitchOrder; from: Place; left: LeftWallet[] },
): Promise<Found> {
  const mechanism = order.mechanism ?? from.mechanism;
  const currency = order.currency ?? from.currency;
  const found = (wallet: Omit<Place, 'mechanism' | 'currency'>): Found => ({
    outcome: 'found',
    to: { ...wallet, mechanism, currency },
  });
  const isOwn =
    order.walletId !== undefined &&
    (order.walletId === 'own' || left.some(({ walletId }) => walletId === order.walletId));
  if (order.walletId === undefined || order.walletId === from.walletId) {
    if (currency === from.currency) return found(from);
    // A wallet has one currency for ever: another currency is another wallet.
    if (order.walletId !== undefined) return mismatch(from.currency);
    return found(ownWallet(left, currency));
  }
  if (isOwn) {
    if (order.walletId === 'own' && from.walletOwner === 'buyer' && currency === from.currency)
      return found(from);
    const own = order.walletId === 'own' ? null : left.find(({ walletId }) => walletId === order.walletId);
    if (own && own.currency !== currency) return mismatch(currencyOf(own.currency));
    return found(
      own ? { walletId: own.walletId, walletName: null, walletOwner: 'buyer' } : ownWallet(left, currency),
    );
  }
  const wallet = await records.walletRow.findFirst({
    where: { id: order.walletId, accountId: order.accountId },
  });
  if (wallet === null) return { outcome: 'wallet_not_found' };
  if (wallet.owner !== 'account') return { outcome: 'wallet_not_shared' };
  if (wallet.currency !== currency) return mismatch(currencyOf(wallet.currency));
  return found({ walletId: wallet.id, walletName: wallet.name, walletOwner: 'account' });
}

/** The buyer's own wallet in this currency, where it had one before; else one that is opened. */
function ownWallet(left: LeftWallet[], currency: Currency): Omit<Place, 'mechanism' | 'currency'> {
  const before = left.find((wallet) => wallet.currency === currency);
  return { walletId: before?.walletId ?? null, walletName: null, walletOwner: 'buyer' };
}

function mismatch(expected: Currency): WrongOrder {
  return { outcome: 'currency_mismatch', expected, field: 'currency' };
}
