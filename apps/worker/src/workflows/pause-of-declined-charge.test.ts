import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type CollectionsBench, openCollectionsBench } from '../testing/collections-bench.ts';
import { pauseClient } from '../testing/pause-client.ts';

let bench: CollectionsBench;
let pauses: ReturnType<typeof pauseClient>;

beforeAll(async () => {
  bench = await openCollectionsBench();
  pauses = pauseClient(bench.client);
  const { accountId } = bench.scenario;
  await bench.ledger.users.ensure({
    accountId,
    email: `ada@${accountId.replace('_', '-')}.example`,
    name: 'Ada',
    role: 'owner',
    passwordHash: 'none',
  });
});

afterAll(() => bench?.close());

/** A top-up whose card was declined, and the buyer whom that pauses. */
async function declined(code = 'insufficient_funds') {
  const { topUp } = await bench.failing(code);
  await bench.firstOutcome(topUp);
  const buyerId = topUp.buyerId ?? '';
  await pauses.reasons(buyerId);
  return { topUp, buyerId };
}

/** The mail of a kind about this top-up, once it was written and sent. */
async function mail(kind: string, about: string) {
  return vi.waitFor(
    async () => {
      const { items } = await bench.ledger.emails.list(bench.scenario.accountId, { limit: 100 });
      const found = items.filter((item) => item.kind === kind && item.text.includes(about));
      if (found.length === 0 || found.some(({ sentAt }) => sentAt === null)) throw new Error('no mail yet');
      expect(found).toHaveLength(1);
      return found[0];
    },
    { timeout: 30_000, interval: 100 },
  );
}

const isOpen = async (buyerId: string) => ((await bench.ledger.pauses.facts(buyerId))?.open ?? []).length > 0;

describe('a pause because a card was declined', () => {
  it('names the charge, and is told once with what comes next', async () => {
    const { topUp, buyerId } = await declined();
    expect(await pauses.reasons(buyerId)).toEqual([
      expect.stringMatching(
        new RegExp(`^A charge was declined \\(\\$250\\.00\\), since .*, ${topUp.chargeId}$`),
      ),
    ]);
    const told = await mail('charge_declined', buyerId);
    expect(told).toMatchObject({
      sentVia: 'captured',
      subject: 'Card declined: $250.00 for the wallet of Acme Solar',
    });
    expect(told?.text).toContain('There is not enough money on the card.');
    expect(told?.text).toContain('The charge is tried again on ');
    expect(told?.text).toContain('Paused, receiving no leads until this is resolved: Acme Solar.');
  });

  it('ends within seconds when the money comes in another way, and the card is not charged', async () => {
    const { topUp, buyerId } = await declined();

    await bench.scenario.credit(topUp.walletId, 25_000);

    expect(await pauses.handleOf(buyerId).result()).toMatchObject({ ended: 'resumed' });
    expect(await isOpen(buyerId)).toBe(false);
    expect((await mail('resumed', buyerId))?.subject).toBe('Acme Solar receives leads again');
    await bench.observe.until(topUp.id, 'canceled');
    expect(await bench.observe.moneyMoved(topUp)).toEqual({ charged: 0, credited: 0 });
  });

  it('has one end when it is resolved by hand at the moment the money comes in', async () => {
    const { topUp, buyerId } = await declined();

    await Promise.allSettled([pauses.resolve(buyerId), bench.scenario.credit(topUp.walletId, 25_000)]);

    await pauses.handleOf(buyerId).result();
    expect(await isOpen(buyerId)).toBe(false);
    const { items } = await bench.ledger.outgoingWebhooks.list(topUp.accountId, { limit: 100 });
    const told = items.filter(({ payload }) => payload.buyerId === buyerId).map(({ type }) => type);
    expect(told.toSorted()).toEqual(['buyer.paused', 'buyer.resumed']);
  });

  it('is left by hand while the charge goes on being collected', async () => {
    const { topUp, buyerId } = await declined();
    expect(await pauses.resolve(buyerId)).toEqual({ resumed: true });
    expect(await bench.observe.row(topUp.id)).toMatchObject({ status: 'retrying' });
    expect(await isOpen(buyerId)).toBe(false);
  });
});

describe('a payment that the bank wants to be confirmed', () => {
  it('is told with a link to the page where the payer does that', async () => {
    const topUp = await bench.scenario.requestTopUp(
      await bench.scenario.buyerWithCard('pm_card_authenticationRequired'),
    );
    await bench.firstOutcome(topUp);
    const told = await mail('action_needed', topUp.buyerId ?? '');
    expect(told?.subject).toBe('Please confirm: $250.00 for the wallet of Acme Solar');
    const token = /http:\/\/drawdown\.example\/pay\/([\w-]{43})/.exec(told?.text ?? '')?.[1] ?? '';
    expect(await bench.ledger.payerLinks.open(token)).toMatchObject({
      state: 'open',
      link: { kind: 'authenticate', chargeId: topUp.chargeId },
    });
  });
});
