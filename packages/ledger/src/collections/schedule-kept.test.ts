import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase, tester } from '../testing/index.ts';
import { type Collecting, openCollecting } from './testing/collecting.ts';

let ledger: Ledger;

beforeAll(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 8 });
});
afterEach(async () => expect(await ledger.checkInvariants()).toEqual([]));
afterAll(() => ledger.close());

const seconds = { ...STANDARD_RETRY_POLICY, softFunds: [1], giveUpAfter: 60 };

const change = ({ accountId }: Collecting, retryPolicy: typeof seconds, label: string) =>
  ledger.accounts.updateSettings(accountId, { retryPolicy: { ...retryPolicy, label } }, tester);

async function scheduleOf(collecting: Collecting, chargeId: string) {
  const facts = await ledger.collections.facts(chargeId);
  if (facts.state !== 'open') throw new Error('the charge has ended');
  const shown = await ledger.collections.get(collecting.accountId, chargeId);
  expect(shown?.policyLabel).toBe(facts.policyLabel);
  const { policy, policyLabel } = facts;
  return { policy, policyLabel };
}

describe('the schedule of a charge', () => {
  test('stays the one that it began to fail with, whatever the account has from then on', async () => {
    const collecting = await openCollecting(ledger);
    const before = await collecting.failing();
    await change(collecting, seconds, 'seconds');
    const after = await collecting.failing();
    await change(collecting, { ...seconds, softFunds: [2] }, 'other seconds');

    expect(await scheduleOf(collecting, before.chargeId)).toEqual({
      policy: STANDARD_RETRY_POLICY,
      policyLabel: null,
    });
    await collecting.reserve(before, 2);
    await collecting.decline(before, { attempt: 2 });
    expect((await scheduleOf(collecting, before.chargeId)).policy).toEqual(STANDARD_RETRY_POLICY);
    expect(await scheduleOf(collecting, after.chargeId)).toEqual({ policy: seconds, policyLabel: 'seconds' });
  });

  test('is the account’s present one for a charge that has not failed yet', async () => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.buyerWithCard();
    const topUp = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
    await change(collecting, seconds, 'seconds');
    expect(await ledger.collections.facts(topUp.chargeId)).toMatchObject({ policy: seconds });
  });
});
