import { strict as assert } from 'node:assert';
import { createLedger, type Ledger } from '@drawdown/ledger';
import { openScenario, tester } from '@drawdown/ledger/testing';
import { randomFrom } from '../command/random.ts';
import { openRacers, type Racers } from '../racer/open-racers.ts';

export type RacePlan = {
  databaseUrl: string;
  seed: number;
  rounds: number;
  processes?: number;
  leads?: number;
  affordable?: number;
  say?(line: string): void;
};

/**
 * Several processes ask for leads on one shared wallet at the same moment: exactly as many are delivered as it can pay
 * for. Then all of them ask for the very same leads: each is paid for once, and everybody hears of the same delivery.
 */
export async function raceOnOneWallet(plan: RacePlan): Promise<void> {
  const { databaseUrl, seed, rounds, processes = 4, leads = 1_000, affordable = 500 } = plan;
  const random = randomFrom(seed);
  const ledger = createLedger({ databaseUrl, poolSize: 2 });
  const racers = await openRacers(processes, databaseUrl);
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const priceMinor = BigInt(20 + Math.floor(random() * 10_000));
      await raceForMoney(ledger, racers, { processes, leads, affordable, priceMinor });
      await raceForLeads(ledger, racers, { processes, leads: Math.ceil(leads / processes), priceMinor });
      plan.say?.(
        `round ${round}: ${affordable} of ${leads} at ${priceMinor} minor units each, and nothing twice`,
      );
    }
    assert.deepEqual(await ledger.checkInvariants(), []);
  } finally {
    await racers.close();
    await ledger.close();
  }
}

type Field = { processes: number; leads: number; priceMinor: bigint };

async function raceForMoney(
  ledger: Ledger,
  racers: Racers,
  { processes, leads, affordable, priceMinor }: Field & { affordable: number },
): Promise<void> {
  // A cent less than one more lead costs: the last cents must stay.
  const { race, balance } = await openPool(ledger, priceMinor, priceMinor * BigInt(affordable + 1) - 1n);
  const names = Array.from({ length: processes }, (_, process) =>
    Array.from({ length: leads }, (_, lead) => `lead-${lead}`).filter(
      (_, lead) => lead % processes === process,
    ),
  );
  const answers = (await racers.race(race, names)).flat();
  const count = (wanted: string) => answers.filter(({ outcome }) => outcome === wanted).length;
  assert.deepEqual([count('delivered'), count('refused')], [affordable, leads - affordable]);
  assert.equal(await balance(), priceMinor - 1n);
}

async function raceForLeads(ledger: Ledger, racers: Racers, field: Field): Promise<void> {
  const { processes, leads, priceMinor } = field;
  const { race, balance } = await openPool(ledger, priceMinor, priceMinor * BigInt(leads));
  const names = Array.from({ length: leads }, (_, lead) => `same-${lead}`);
  const answers = await racers.race(race, Array(processes).fill(names));
  for (const [place, name] of names.entries()) {
    const heard = answers.map((ofProcess) => ofProcess[place]);
    assert.deepEqual(
      heard.map((answer) => [answer?.outcome, answer?.deliveryId]),
      heard.map(() => ['delivered', heard[0]?.deliveryId]),
      name,
    );
    assert.equal(heard.filter((answer) => answer?.replayed === false).length, 1, `${name} was paid for once`);
  }
  assert.equal(await balance(), 0n);
}

/** A wallet with three buyers. The limit of one top-up is 10,000.00, so the money comes in parts. */
async function openPool(ledger: Ledger, priceMinor: bigint, creditMinor: bigint) {
  const scenario = await openScenario(ledger);
  const { accountId } = scenario;
  const wallet = await ledger.wallets.createShared({ accountId, name: 'Pool', currency: 'USD' }, tester);
  const buyers = await Promise.all([1, 2, 3].map(() => scenario.buyer({ walletId: wallet.id })));
  for (let left = creditMinor; left > 0n; ) {
    // Never a rest below the smallest top-up.
    const part = left <= 900_000n ? left : 500_000n;
    await scenario.credit(wallet.id, part);
    left -= part;
  }
  return {
    race: { accountId, buyerIds: buyers.map(({ id }) => id), priceMinor },
    balance: () => scenario.balance(wallet.id),
  };
}
