import type { Delivery } from '@drawdown/ledger';
import type { DeliveryResource } from '@drawdown/shared/http';
import type { Deps } from '../deps.ts';
import { deliveryJson } from './resource.ts';

export type ReceiptDeps = Pick<Deps, 'ledger' | 'config'>;

/** Deliveries as the API shows them, each with the card's charge and the return behind it, where there is one. */
export async function deliveriesJson(
  { ledger, config }: ReceiptDeps,
  deliveries: readonly Delivery[],
): Promise<DeliveryResource[]> {
  const [charges, returns] = await Promise.all([
    ledger.leadCharges.ofDeliveries(idsOf(deliveries, mayHaveCharge)),
    ledger.returns.ofDeliveries(idsOf(deliveries, ({ outcome }) => outcome === 'returned')),
  ]);
  return deliveries.map((delivery) =>
    deliveryJson(
      delivery,
      { charge: charges.get(delivery.id) ?? null, lead: returns.get(delivery.id) ?? null },
      config,
    ),
  );
}

export async function oneDeliveryJson(deps: ReceiptDeps, delivery: Delivery): Promise<DeliveryResource> {
  const [resource] = await deliveriesJson(deps, [delivery]);
  if (resource === undefined) throw new TypeError('one delivery is one resource');
  return resource;
}

/** What was decided at once without a card has none: the common lead costs no look-up. */
function mayHaveCharge({ outcome, fundedBy, createdAt, decidedAt }: Delivery): boolean {
  if (outcome === 'pending' || fundedBy === 'card') return true;
  return decidedAt !== null && decidedAt.getTime() !== createdAt.getTime();
}

function idsOf(deliveries: readonly Delivery[], wanted: (delivery: Delivery) => boolean): string[] {
  return deliveries.filter(wanted).map(({ id }) => id);
}
