import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { compareEverything } from './compare.ts';
import { createReference } from './reference.ts';
import { allSteps } from './steps/all-steps.ts';
import { type Backends, openBackends, openWorld } from './world.ts';

export type ModelRun = {
  databaseUrl: string;
  steps: number;
  /** The same seed takes the same steps. */
  seed: number;
  say?: (line: string) => void;
};

/** Histories of one account each: long ones find what short ones cannot, and several start from nothing again. */
const MOST_STEPS_IN_A_HISTORY = 300;
const HISTORIES_IN_A_ROUND = 5;
/** The audit reads everything that all histories together have written. */
const STEPS_BETWEEN_AUDITS = 1_000;

/**
 * Lets the ledger and the reference live through the same random steps and compares every answer, every balance after
 * every step, and everything at the end of every history; the invariants now and then and at the end.
 * @throws at the first disagreement, with the shortest history that shows it and the seed that finds it again.
 */
export async function runModel({ databaseUrl, steps, seed, say = () => {} }: ModelRun) {
  const backends = await openBackends(databaseUrl);
  let taken = 0;
  let audited = 0;
  let histories = 0;
  try {
    for (let round = seed; taken < steps; round += 1) {
      await liveThrough(backends, {
        seed: round,
        stepped() {
          taken += 1;
        },
        ended() {
          histories += 1;
        },
      });
      if (taken - audited < STEPS_BETWEEN_AUDITS && taken < steps) continue;
      audited = taken;
      assert.deepEqual(
        await backends.ledgers[0].checkInvariants(),
        [],
        `the invariants, with --seed ${round}`,
      );
      say(`${taken} steps in ${histories} histories, every answer as foretold, no finding`);
    }
    return { steps: taken, histories };
  } finally {
    await backends.close();
  }
}

type Round = { seed: number; stepped(): void; ended(): void };

async function liveThrough(backends: Backends, { seed, stepped, ended }: Round): Promise<void> {
  const history = fc.asyncProperty(
    fc.constantFrom('USD' as const, 'JPY' as const, 'KWD' as const),
    fc.commands(allSteps, { maxCommands: MOST_STEPS_IN_A_HISTORY, size: 'max' }),
    async (currency, commands) => {
      const model = createReference(currency);
      const world = await openWorld(backends, model);
      await fc.asyncModelRun(() => ({ model, real: { world, stepped } }), commands);
      await compareEverything(model, world);
      ended();
    },
  );
  const outcome = await fc.check(history, {
    seed,
    numRuns: HISTORIES_IN_A_ROUND,
    interruptAfterTimeLimit: 290_000,
  });
  if (!outcome.failed) return;
  throw new Error(
    `the ledger and the reference disagree; run again with --seed ${seed}\n${fc.defaultReportMessage(outcome)}`,
    {
      cause: outcome.errorInstance,
    },
  );
}
