import type { Wallet, WalletEntry } from '@drawdown/ledger';
import type { EntryResource, WalletResource } from '@drawdown/shared/http';
import { moneyToJson, toSafeInteger } from '@drawdown/shared/money';
import { autoTopUpJson } from '../auto-top-up/resource.ts';
import { optionalMoneyJson } from '../http/optional-money.ts';

export function walletJson(wallet: Wallet): WalletResource {
  const { id, owner, name, buyers, sharedBy, currency } = wallet;
  return {
    id,
    owner,
    name,
    buyers,
    sharedBy,
    currency,
    balance: moneyToJson(wallet.balance),
    held: moneyToJson(wallet.held),
    available: moneyToJson(wallet.available),
    pendingTopUps: moneyToJson(wallet.pendingTopUps),
    version: toSafeInteger(wallet.version),
    autoTopUp: wallet.autoTopUp === null ? null : autoTopUpJson(wallet.autoTopUp),
    lowBalance: optionalMoneyJson(wallet.lowBalance),
    lowBalanceSince: wallet.lowBalanceSince?.toISOString() ?? null,
    createdAt: wallet.createdAt.toISOString(),
  };
}

export function entryJson(entry: WalletEntry): EntryResource {
  const { id, type, description, card, payer, buyerId, deliveryId, leadId, topUpId } = entry;
  return {
    id,
    type,
    amount: moneyToJson(entry.amount),
    balanceAfter: moneyToJson(entry.balanceAfter),
    version: toSafeInteger(entry.version),
    at: entry.at.toISOString(),
    description,
    card,
    payer,
    buyerId,
    deliveryId,
    leadId,
    topUpId,
  };
}
