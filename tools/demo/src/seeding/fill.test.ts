import { describe, expect, it } from 'vitest';
import { DEMO_BUYERS, DEMO_POOL } from '../buyers.ts';
import { SHOWCASE_BUYERS } from '../showcase.ts';
import { SmallBackOffice } from '../testing/small-back-office.ts';
import { fillDemoAccount } from './fill.ts';

const silent = () => {};

function contents({ buyers, wallets, cards, topUps, rules, deliveries }: SmallBackOffice) {
  return {
    buyers: buyers.map((buyer) => buyer.externalId).toSorted(),
    shared: wallets.map((wallet) => wallet.name),
    cards: [...cards.values()]
      .flat()
      .map((card) => card.testCard)
      .toSorted(),
    backups: [...cards.values()].flat().filter((card) => card.isBackup).length,
    leads: deliveries.size,
    rules: [...rules.values()].map((rule) => JSON.stringify(rule)).toSorted(),
    topUps: [...topUps.values()].map(({ amount, funding }) => JSON.stringify([amount, funding])).toSorted(),
  };
}

describe('filling the demo account', () => {
  it('makes every buyer with its card and its opening credit', async () => {
    const office = new SmallBackOffice();
    await fillDemoAccount(office.send, silent);
    const made = contents(office);
    const everybody = [...DEMO_BUYERS, ...SHOWCASE_BUYERS];
    expect(made.buyers).toEqual(everybody.map((buyer) => buyer.externalId).toSorted());
    expect(made.shared).toEqual([DEMO_POOL.name]);
    // One buyer has no card, one has two, and the agency has one.
    expect(new Set(made.cards).size).toBe(everybody.length + 1);
    expect([made.backups, made.rules.length]).toEqual([1, SHOWCASE_BUYERS.length + 1]);
    expect(made.leads).toBe(6);
    expect(office.buyers.filter((buyer) => buyer.walletId === office.wallets[0]?.id)).toHaveLength(3);
    expect(made.topUps).toHaveLength(
      [DEMO_POOL, ...everybody].reduce((sum, { openingCredits }) => sum + openingCredits.length, 0),
    );
  });

  it('is completed by the next call wherever it was interrupted, without doubling anything', async () => {
    const whole = new SmallBackOffice();
    await fillDemoAccount(whole.send, silent);
    for (let dieAfter = 0; dieAfter < whole.requests; dieAfter += 1) {
      const office = new SmallBackOffice();
      office.dieAfter = dieAfter;
      await expect(fillDemoAccount(office.send, silent)).rejects.toThrow('killed');
      office.dieAfter = Number.POSITIVE_INFINITY;
      await fillDemoAccount(office.send, silent);
      expect(contents(office)).toEqual(contents(whole));
    }
  });

  it('asks two questions of an account that is complete, and changes nothing', async () => {
    const office = new SmallBackOffice();
    await fillDemoAccount(office.send, silent);
    const before = office.requests;
    const lines: string[] = [];
    await fillDemoAccount(office.send, (line) => lines.push(line));
    expect(office.requests - before).toBe(2);
    expect(lines).toEqual([]);
  });
});
