import fc from 'fast-check';
import { compareBalances } from '../compare.ts';
import type { Buyer, Reference } from '../reference.ts';
import type { World } from '../world.ts';

export type Step = fc.AsyncCommand<Reference, RealRun>;

/** The world of a run and what is counted in it. */
export type RealRun = { world: World; stepped(): void };

export type StepParts = {
  /** As it stands in the report of a failure. */
  name: string;
  possible?: (model: Reference) => boolean;
  /** Asks the ledger and the reference, and fails where they disagree. */
  run(model: Reference, world: World): Promise<void>;
};

export function step({ name, possible, run }: StepParts): Step {
  return {
    check: (model) => possible?.(model) ?? true,
    async run(model, { world, stepped }) {
      await run(model, world);
      await compareBalances(model, world);
      stepped();
    },
    toString: () => name,
  };
}

/** True once in so many times. */
export const rarely = (times: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 1, max: times }).map((drawn) => drawn === times);

/** Picks by number among what there is at the moment of the step, so that any number fits any history. */
export function pick<T>(things: readonly T[], number: number): T {
  const thing = things[number % things.length];
  if (thing === undefined) throw new Error('there is nothing to pick from');
  return thing;
}

/** Numbers beyond the buyers stand for buyers that the account does not have. */
export function buyerAt(model: Reference, number: number): Buyer | undefined {
  return model.buyers[number];
}
