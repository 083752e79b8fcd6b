import type { BuyerResource } from '@drawdown/shared/http';
import { formatMoney, money } from '@drawdown/shared/money';
import type { BuyerTally, Tally } from './tally.ts';
import { clock } from './words.ts';

/** The buyer whose credit ran out first; while nobody's has, the one with the fewest leads left. */
export function buyerToWatch(
  tally: Tally,
  { after, apiUrl }: { after: ReadonlyMap<string, BuyerResource>; apiUrl: string },
): string | null {
  const all = [...tally.buyers.values()];
  const page = (buyer: BuyerResource) => new URL(`/buyers/${buyer.id}`, apiUrl).href;

  const emptied = all.filter((of) => of.ranOutAtMs !== null).sort((a, b) => ranOut(a) - ranOut(b))[0];
  if (emptied !== undefined)
    return `Watch ${emptied.buyer.name}: its credit ran out first, at ${clock(ranOut(emptied))} UTC. ${page(emptied.buyer)}`;

  const next = all
    .filter((of) => of.delivered > 0)
    .map((of) => ({ of, left: leadsLeft(of, after.get(of.buyer.id) ?? of.buyer) }))
    .sort((a, b) => a.left - b.left)[0];
  if (next === undefined) return null;
  const { buyer } = next.of;
  const wallet = (after.get(buyer.id) ?? buyer).wallet.available;
  const available = formatMoney(money(BigInt(wallet.amount), wallet.currency));
  return `Watch ${buyer.name}: ${available} is enough for about ${next.left} more leads. ${page(buyer)}`;
}

function ranOut(of: BuyerTally): number {
  return of.ranOutAtMs ?? Number.POSITIVE_INFINITY;
}

function leadsLeft({ spentMinor, delivered }: BuyerTally, now: BuyerResource): number {
  const availableMinor = BigInt(now.wallet.available.amount);
  return spentMinor === 0n ? 0 : Number((availableMinor * BigInt(delivered)) / spentMinor);
}
