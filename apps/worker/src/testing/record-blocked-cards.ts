import { it } from 'vitest';
import type { CollectionsBench, RequestedTopUp } from './collections-bench.ts';
import { storeHistory } from './store-history.ts';

/** Top-ups whose card may not be asked when they begin, to each of their endings. */
export function recordBlockedCards(folder: URL, benchOf: () => CollectionsBench): void {
  /** The card was declined for good by another charge. */
  async function blocked() {
    const bench = benchOf();
    const { buyer, topUp: declined } = await bench.declined('stolen_card');
    await bench.waiting(declined.chargeId);
    const topUp = await bench.automaticTopUp(buyer, 30_000);
    await bench.firstOutcome(topUp);
    await bench.waiting(topUp.chargeId);
    return { buyer, topUp };
  }

  async function store(name: string, topUp: RequestedTopUp): Promise<void> {
    const bench = benchOf();
    await bench.observe.ended(topUp.id);
    await bench.topUps.handleOf(topUp.id).result();
    await storeHistory(new URL(`${name}.json`, folder), bench.topUps.handleOf(topUp.id));
    await storeHistory(new URL(`${name}.retry.json`, folder), bench.retries.handleOf(topUp.chargeId));
  }

  it('stores a charge that was never tried on a blocked card, and stopped', async () => {
    const { topUp } = await blocked();
    await benchOf().retries.stop(topUp.chargeId);
    await store('blocked-then-stopped', topUp);
  });

  it('stores a charge that was never tried on a blocked card, and paid by another one', async () => {
    const { topUp, buyer } = await blocked();
    await benchOf().scenario.changeCard(buyer.id, 'pm_card_visa~unblocked');
    await benchOf().retries.paymentMethodUpdated(topUp.chargeId);
    await store('blocked-then-paid', topUp);
  });
}
