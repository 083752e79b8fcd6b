import { createLedger, type Ledger } from '@drawdown/ledger';
import { createTestDatabase, openScenario, tester, usd } from '@drawdown/ledger/testing';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchUnknownOutcomes } from './unknown-outcomes.ts';

let ledger: Ledger;
const lines: string[] = [];
const log = pino({ level: 'info' }, { write: (line) => void lines.push(line) });

beforeEach(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase() });
  lines.length = 0;
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
  await ledger.close();
});

/** Charges under way of which Stripe has said nothing. */
async function underWay(count: number): Promise<string[]> {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const chargeIds: string[] = [];
  for (let index = 0; index < count; index++) {
    const buyer = await scenario.buyer();
    await scenario.card({ kind: 'buyer', buyerId: buyer.id });
    const asked = await ledger.topUps.request(
      { accountId, walletId: buyer.walletId, buyerId: buyer.id, amount: usd(25_000), funding: 'buyer_card' },
      tester,
    );
    const chargeId = asked.outcome === 'accepted' ? asked.topUp.chargeId : null;
    if (chargeId === null) throw new Error(asked.outcome);
    await ledger.charges.beginAttempt(chargeId, 1);
    await ledger.charges.recordOutcome(chargeId, 1, {
      outcome: 'unknown',
      paymentIntentId: null,
      detail: '',
    });
    chargeIds.push(chargeId);
  }
  return chargeIds;
}

describe('charges of which nobody has known the outcome for long', () => {
  it('are one alert for all of them, and one word that it is over', async () => {
    const chargeIds = await underWay(3);
    await watchUnknownOutcomes({ ledger, log });
    expect(lines).toEqual([]);
    for (let minute = 0; minute < 3; minute++) await watchUnknownOutcomes({ ledger, log }, 0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('3 charges');
    const known = { outcome: 'canceled', paymentIntentId: 'pi_1' } as const;
    for (const chargeId of chargeIds) await ledger.charges.recordOutcome(chargeId, 1, known);
    for (let minute = 0; minute < 2; minute++) await watchUnknownOutcomes({ ledger, log }, 0);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('known again');
  });
});
