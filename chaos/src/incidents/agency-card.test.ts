import type { WorkerProcess } from '@drawdown/worker/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { attemptsOf, newsDelivered } from '../dead-card/dead-card.ts';
import { type Agency, HASTY_POLICY, openAgency } from '../stage/agency.ts';
import { eventually } from '../stage/eventually.ts';
import { messagesOf } from '../stage/messages.ts';
import { openTestStage, type TestStage } from '../stage/test-stage.ts';

// A worker, a server and a stand-in for Stripe share the machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

/** What the card networks permit, less one. */
const ALL_BUT_ONE = 9;

let stage: TestStage;
let worker: WorkerProcess;

beforeAll(async () => {
  stage = await openTestStage({ webhooks: true });
  worker = await stage.bench.startWorker();
});
afterEach(() => stage.audit());
afterAll(async () => {
  await worker?.stop();
  await stage?.close();
});

/** Two wallets just above their threshold, both to be filled from the agency's own card. */
async function twoBuyers(agency: Agency, testCard: string) {
  await agency.bringCard({ kind: 'account' }, testCard);
  const buyers = [await agency.buyer(), await agency.buyer()];
  for (const buyer of buyers) {
    await agency.credit(buyer.walletId, 105_00);
    await agency.autoTopUp(buyer, { threshold: 100_00, buyerPays: false });
  }
  return {
    buyers,
    crossThreshold: () =>
      Promise.all(
        buyers.map(({ id }) => stage.bench.ledger.deliveries.deliver(agency.lead(id, 'lead', 10_00))),
      ),
  };
}

type Buyers = Awaited<ReturnType<typeof twoBuyers>>['buyers'];

function bothAreFilled(agency: Agency, buyers: Buyers): Promise<void> {
  return eventually(async () => {
    for (const { id, walletId } of buyers) {
      expect(await agency.balance(walletId)).toBe(95_00n + 500_00n);
      expect(await agency.pausesOf(id)).toEqual([]);
    }
  });
}

/** Another agency whose buyer has the same card, which has been declined so often for one charge that was given up. */
async function declinedElsewhere(testCard: string, times: number): Promise<void> {
  const elsewhere = await openAgency(stage);
  const topUp = await elsewhere.topUp(await elsewhere.buyerWithCard(testCard));
  await stage.bench.observe.until(topUp.id, 'retrying');
  const { retryNow, stop } = messagesOf(stage.bench);
  for (let attempts = 1; attempts < times; attempts += 1) {
    const answer = await eventually(() => retryNow(topUp.chargeId));
    expect(answer).toMatchObject({ outcome: 'declined' });
  }
  expect(await attemptsOf(stage, elsewhere.accountId)).toBe(times);
  await stop(topUp.chargeId);
  await stage.bench.observe.until(topUp.id, 'canceled');
}

describe('Two buyers, one agency card, both cross threshold in the same second: two charges or one by policy, cap shared, counter shared', () => {
  test('the card is tried on one schedule, not on one for each charge, and mailed about once', async () => {
    const agency = await openAgency(stage, HASTY_POLICY);
    const { accountId } = agency;
    const { buyers, crossThreshold } = await twoBuyers(agency, 'pm_card_chargeCustomerFail~agency');
    await crossThreshold();
    await eventually(async () => {
      for (const { walletId } of buyers) {
        const rule = await stage.bench.ledger.autoTopUps.get(accountId, walletId);
        expect(rule).toMatchObject({ state: 'suspended' });
      }
    });

    // At most both asked before either had an answer; then one schedule.
    expect(await attemptsOf(stage, accountId)).toBeLessThanOrEqual(2 + HASTY_POLICY.softIssuer.length);
    expect(await agency.mails()).toEqual({ charge_declined: 1 });
    for (const { id } of buyers) expect(await agency.pausesOf(id)).not.toEqual([]);

    await agency.bringCard({ kind: 'account' }, 'pm_card_visa~agency');
    await bothAreFilled(agency, buyers);
  });

  test('where the networks permit one more decline, Stripe is asked once for both', async () => {
    const card = 'pm_card_chargeCustomerFail~capped';
    await declinedElsewhere(card, ALL_BUT_ONE);
    const agency = await openAgency(stage, HASTY_POLICY);
    const { buyers, crossThreshold } = await twoBuyers(agency, card);
    await crossThreshold();
    await eventually(async () => {
      for (const { walletId } of buyers) expect(await retryStates(agency, walletId)).toEqual(['scheduled']);
    });
    await newsDelivered(stage);

    expect(await attemptsOf(stage, agency.accountId)).toBe(1);
    expect(await agency.mails()).toEqual({ charge_declined: 1 });

    // A card with a count of its own is not held up by that.
    await agency.bringCard({ kind: 'account' }, 'pm_card_visa~uncapped');
    await bothAreFilled(agency, buyers);
    expect(await attemptsOf(stage, agency.accountId)).toBe(3);
  });
});

/** What the charges of the wallet that are not paid wait for. */
async function retryStates({ accountId }: Agency, walletId: string) {
  const { items } = await stage.bench.ledger.topUps.list(accountId, { walletId }, { limit: 10 });
  return items.flatMap(({ status, retryState }) => (status === 'retrying' ? [retryState] : []));
}
