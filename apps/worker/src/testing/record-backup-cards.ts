import { afterAll, beforeAll, it } from 'vitest';
import { type CollectionsBench, openCollectionsBench } from './collections-bench.ts';
import { storeHistory } from './store-history.ts';

/** Top-ups whose first card is declined and whose backup card is asked before that has consequences. */
export function recordBackupCards(folder: URL): void {
  let bench: CollectionsBench;

  beforeAll(async () => {
    bench = await openCollectionsBench();
  });

  afterAll(() => bench?.close());

  async function withBackup(name: string) {
    const { topUp, buyer } = await bench.failing('insufficient_funds');
    const backup = await bench.backupCard(buyer.id, `pm_card_visa~${name}`);
    return { topUp, backup };
  }

  it('stores a top-up that the backup card paid', async () => {
    const { topUp } = await withBackup('pays');
    await bench.firstOutcome(topUp);
    await bench.observe.ended(topUp.id);
    await storeHistory(new URL('paid-by-backup-card.json', folder), bench.topUps.handleOf(topUp.id));
  });

  it('stores one whose backup card was declined too, until somebody paid in another way', async () => {
    const { topUp, backup } = await withBackup('declined');
    await bench.stripe.cardAnswers(backup.stripePaymentMethodId, 'lost_card');
    await bench.firstOutcome(topUp);
    await bench.waiting(topUp.chargeId);
    await bench.retries.fundedOtherwise(topUp.chargeId);
    await store('backup-card-declined', topUp);
  });

  it('stores one whose backup card had paid without an answer', async () => {
    const { topUp } = await withBackup('unknown');
    const confirm = { path: '/confirm', method: 'POST' };
    await bench.stripe.fault({ ...confirm, mode: 'delay', delayMs: 0, times: 1 });
    await bench.stripe.fault({ ...confirm, mode: 'drop_after', times: 2 });
    await bench.firstOutcome(topUp);
    await store('backup-card-unknown', topUp);
  });

  async function store(name: string, topUp: { id: string; chargeId: string }): Promise<void> {
    await bench.observe.ended(topUp.id);
    await storeHistory(new URL(`${name}.json`, folder), bench.topUps.handleOf(topUp.id));
    await storeHistory(new URL(`${name}.retry.json`, folder), bench.retries.handleOf(topUp.chargeId));
  }
}
