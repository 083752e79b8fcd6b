import type { FailingChargeResource } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';

/** One card that is declined: all its open charges and everybody whom it concerns. */
export type Incident = {
  id: string;
  /** The oldest; it is the one that is tried, the others follow it. */
  first: FailingChargeResource;
  charges: FailingChargeResource[];
  affectedBuyers: FailingChargeResource['affectedBuyers'];
  totals: MoneyJson[];
};

/** Groups failing charges by the card that was declined, in the order in which they came. */
export function incidentsOf(charges: FailingChargeResource[]): Incident[] {
  const groups = groupBy(charges, ({ incidentId }) => incidentId);
  return [...groups].flatMap(([id, group]) => {
    const [first] = group;
    if (!first) return [];
    return [{ id, first, charges: group, affectedBuyers: buyersOf(group), totals: totalsOf(group) }];
  });
}

function buyersOf(charges: FailingChargeResource[]): FailingChargeResource['affectedBuyers'] {
  const byId = new Map(
    charges.flatMap(({ affectedBuyers }) => affectedBuyers).map((buyer) => [buyer.buyerId, buyer]),
  );
  return [...byId.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** One sum for each currency; the wallets that one card pays for may differ. */
function totalsOf(charges: FailingChargeResource[]): MoneyJson[] {
  const byCurrency = groupBy(charges, ({ amount }) => amount.currency);
  return [...byCurrency].map(([currency, group]) => ({
    amount: group.reduce((sum, { amount }) => sum + amount.amount, 0),
    currency,
  }));
}

function groupBy<TKey>(
  charges: FailingChargeResource[],
  keyOf: (charge: FailingChargeResource) => TKey,
): Map<TKey, FailingChargeResource[]> {
  const groups = new Map<TKey, FailingChargeResource[]>();
  for (const charge of charges) groups.set(keyOf(charge), [...(groups.get(keyOf(charge)) ?? []), charge]);
  return groups;
}
