import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openCollecting } from '../collections/testing/collecting.ts';
import { createLedger } from '../create-ledger.ts';
import type { Ledger } from '../ledger.ts';
import { createTestDatabase } from '../testing/index.ts';

let ledger: Ledger;

beforeEach(async () => {
  ledger = createLedger({ databaseUrl: await createTestDatabase(), poolSize: 12 });
});
afterEach(async () => {
  expect(await ledger.checkInvariants()).toEqual([]);
  await ledger.close();
});

const SOON = { firstMs: 0, longestMs: 0 };
const LATER = { firstMs: 3600_000, longestMs: 3600_000 };

const opened = async () => (await ledger.platformFlags.listOpen()).map(({ kind }) => kind);

/** Until the clock of the database has moved on. */
const probe = () =>
  vi.waitFor(async () => {
    const turn = await ledger.platformFlags.takeTurn(LATER);
    if (turn.turn !== 'probe') throw new Error(turn.turn);
    return turn;
  });

describe('charging', () => {
  test('is stopped once, however many see the cause, and stays stopped for everybody', async () => {
    const { platformFlags } = ledger;
    expect(await platformFlags.takeTurn(SOON)).toEqual({ turn: 'running' });
    const begun = await Promise.all(
      Array.from({ length: 8 }, (_, index) => platformFlags.stopCharging(`refused ${index}`, LATER)),
    );
    expect(begun.filter(Boolean)).toHaveLength(1);
    expect(await opened()).toEqual(['charging_stopped']);
    expect(await platformFlags.isChargingStopped()).toBe(true);
    expect(await platformFlags.takeTurn(LATER)).toEqual({ turn: 'stopped' });
  });

  test('is tried by one at a time, and by another when that one is never heard of again', async () => {
    const { platformFlags } = ledger;
    await platformFlags.stopCharging('Invalid API Key', SOON);
    const turns = await Promise.all(Array.from({ length: 8 }, () => platformFlags.takeTurn(LATER)));
    expect(turns.filter(({ turn }) => turn === 'probe')).toHaveLength(1);
    expect(turns.filter(({ turn }) => turn === 'stopped')).toHaveLength(7);
    await platformFlags.stopCharging('Invalid API Key', LATER);
    expect(await platformFlags.takeTurn(LATER)).toEqual({ turn: 'stopped' });
    const [probing] = turns.filter((turn) => turn.turn === 'probe');
    await platformFlags.returnProbe(probing?.flagId ?? '');
    expect(await platformFlags.takeTurn(LATER)).toEqual(probing);
  });

  test('goes on for everybody with the first probe that is through, and may be stopped anew', async () => {
    const { platformFlags } = ledger;
    await platformFlags.stopCharging('Invalid API Key', SOON);
    const { flagId } = await probe();
    expect(await Promise.all([1, 2, 3].map(() => platformFlags.resumeCharging(flagId)))).toContain(true);
    expect(await platformFlags.takeTurn(LATER)).toEqual({ turn: 'running' });
    expect(await platformFlags.stopCharging('again', SOON)).toBe(true);
    // A probe of the episode before says nothing about this one.
    expect(await platformFlags.resumeCharging(flagId)).toBe(false);
    expect(await opened()).toEqual(['charging_stopped']);
  });
});

describe('charges of unknown outcome', () => {
  const openAttempts = async (count: number) => {
    const collecting = await openCollecting(ledger);
    const { buyer } = await collecting.buyerWithCard();
    const charges = [];
    for (let index = 0; index < count; index++) {
      const charge = await collecting.cardTopUp(buyer.walletId, 50_000, buyer.id);
      await ledger.charges.beginAttempt(charge.chargeId, 1);
      charges.push(charge);
    }
    return charges;
  };

  test('open one flag for all of them, which closes when everything is known', async () => {
    const { platformFlags, charges } = ledger;
    const [first, second] = await openAttempts(2);
    expect(await platformFlags.watchUnknownOutcomes(3600_000)).toBe('unchanged');
    expect(await opened()).toEqual([]);
    const seen = await Promise.all([1, 2, 3].map(() => platformFlags.watchUnknownOutcomes(0)));
    expect(seen.filter((news) => news === 'opened')).toHaveLength(1);
    expect(await platformFlags.listOpen()).toMatchObject([
      { kind: 'outcomes_unknown', detail: expect.stringMatching(/^2 charges/) },
    ]);
    const known = (chargeId: string) =>
      charges.recordOutcome(chargeId, 1, { outcome: 'canceled', paymentIntentId: 'pi_1' });
    await known(first?.chargeId ?? '');
    expect(await platformFlags.watchUnknownOutcomes(0)).toBe('unchanged');
    await known(second?.chargeId ?? '');
    expect(await platformFlags.watchUnknownOutcomes(0)).toBe('closed');
    expect(await platformFlags.watchUnknownOutcomes(0)).toBe('unchanged');
    expect(await opened()).toEqual([]);
  });

  test('are no news of their own while charging is stopped', async () => {
    const { platformFlags } = ledger;
    await openAttempts(1);
    await platformFlags.stopCharging('Invalid API Key', LATER);
    expect(await platformFlags.watchUnknownOutcomes(0)).toBe('unchanged');
    expect(await opened()).toEqual(['charging_stopped']);
  });
});

describe('what operators are told of', () => {
  test('is the beginning and the end, each taken by one process and told once', async () => {
    const { platformFlags } = ledger;
    await platformFlags.stopCharging('Invalid API Key', SOON);
    const claimed = (await Promise.all([1, 2, 3].map(() => platformFlags.claimNotices(5, 60_000)))).flat();
    expect(claimed).toMatchObject([{ news: 'opened', flag: { detail: 'Invalid API Key' }, attempts: 1 }]);
    const [opening] = claimed;
    if (!opening) throw new Error('nothing to tell');
    await platformFlags.retryNoticeLater(opening.flag.id, 0, 'no mail server');
    const again = await vi.waitFor(async () => {
      const [notice] = await platformFlags.claimNotices(5, 60_000);
      if (!notice) throw new Error('not due yet');
      return notice;
    });
    expect(again.attempts).toBe(2);
    // It is over while its beginning is being told.
    await platformFlags.resumeCharging((await probe()).flagId);
    await platformFlags.noticeSent(again);
    const [closing] = await vi.waitFor(async () => {
      const notices = await platformFlags.claimNotices(5, 60_000);
      expect(notices).toMatchObject([{ news: 'closed' }]);
      return notices;
    });
    if (closing) await platformFlags.noticeSent(closing);
    expect(await platformFlags.claimNotices(5, 0)).toEqual([]);
  });

  test('is the end alone when nobody could be told in time', async () => {
    const { platformFlags } = ledger;
    await platformFlags.stopCharging('Invalid API Key', SOON);
    await platformFlags.resumeCharging((await probe()).flagId);
    const [notice] = await platformFlags.claimNotices(5, 60_000);
    expect(notice?.news).toBe('closed');
    if (notice) await platformFlags.noticeSent(notice);
    expect(await platformFlags.claimNotices(5, 0)).toEqual([]);
  });
});
