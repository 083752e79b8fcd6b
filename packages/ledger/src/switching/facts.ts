import type { Records } from '../database/connection.ts';
import type { BuyerRow, WalletRow } from '../generated/prisma/client.ts';
import {
  type Counted,
  type Look,
  openPayLinks,
  openTopUps,
  pendingLeads,
  type RuleFact,
  ruleOf,
} from './card-facts.ts';
import { openHolds, openPauses, returnableLeads } from './lead-facts.ts';
import { type OwedFacts, openDisputes, openRefunds, owedFacts } from './owed-facts.ts';
import { type LeftWallet, walletsLeftBy } from './target.ts';

type Purse = { walletId: string; currency: string; balanceMinor: bigint; availableMinor: bigint };

/** Everything that is under way at a buyer, read as it stands. */
export type OpenFacts = {
  wallet: Purse;
  left: Purse[];
  holds: Counted;
  pendingLeads: Counted;
  topUps: Counted;
  openDebts: Counted;
  failing: Counted;
  failingDebts: Counted;
  rule: RuleFact;
  payLinks: Counted;
  owed: OwedFacts;
  disputes: Counted;
  refunds: Counted;
  returns: Counted;
  returnsOnAccount: Counted;
  pauses: Counted;
  /** Limits of the buyer's own, each in its currency. */
  limits: number;
  hasCard: boolean;
};

export type BuyerAndWallet = { buyer: BuyerRow; wallet: WalletRow };

export async function readFacts(records: Records, { buyer, wallet }: BuyerAndWallet): Promise<OpenFacts> {
  const { accountId } = buyer;
  const look: Look = {
    accountId,
    buyerId: buyer.id,
    walletId: wallet.id,
    ownWallet: wallet.owner === 'buyer',
  };
  const windowDays = buyer.returnWindowDays;
  const here: LeftWallet = {
    walletId: wallet.id,
    currency: wallet.currency,
    bookAccountId: wallet.bookAccountId,
  };
  // One after the other: in a transaction they share one connection.
  return {
    wallet: await purseOf(records, here),
    left: await pursesOf(records, await walletsLeftBy(records, buyer.id)),
    holds: await openHolds(records, look),
    pendingLeads: await pendingLeads(records, look),
    topUps: await openTopUps(records, look, { failing: false, debt: false }),
    openDebts: await openTopUps(records, look, { failing: false, debt: true }),
    failing: await openTopUps(records, look, { failing: true, debt: false }),
    failingDebts: await openTopUps(records, look, { failing: true, debt: true }),
    rule: await ruleOf(records, look),
    payLinks: await openPayLinks(records, look),
    owed: await owedFacts(records, look),
    disputes: await openDisputes(records, look),
    refunds: await openRefunds(records, look),
    returns: await returnableLeads(records, look, { windowDays, onAccount: false }),
    returnsOnAccount: await returnableLeads(records, look, { windowDays, onAccount: true }),
    pauses: await openPauses(records, look),
    limits: limitsOf(buyer),
    hasCard:
      (await records.paymentMethodRow.findFirst({ where: { buyerId: buyer.id, isDefault: true } })) !== null,
  };
}

async function pursesOf(records: Records, wallets: LeftWallet[]): Promise<Purse[]> {
  const purses: Purse[] = [];
  for (const wallet of wallets) purses.push(await purseOf(records, wallet));
  return purses.filter(({ balanceMinor }) => balanceMinor > 0n);
}

async function purseOf(records: Records, { walletId, currency, bookAccountId }: LeftWallet): Promise<Purse> {
  const book = await records.bookAccountRow.findUniqueOrThrow({ where: { id: bookAccountId } });
  return { walletId, currency, balanceMinor: book.balance, availableMinor: book.balance - book.held };
}

function limitsOf(buyer: BuyerRow): number {
  const { exposureLimitMinor, creditLimitMinor, dailyCapMinor, monthlyCapMinor } = buyer;
  return [exposureLimitMinor, creditLimitMinor, dailyCapMinor, monthlyCapMinor].filter(
    (limit) => limit !== null,
  ).length;
}
