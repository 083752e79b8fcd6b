import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { CaptureHoldResult } from '../../holds/types.ts';
import { deliveredAnswer } from '../answers.ts';
import type { Hold } from '../reference.ts';
import {
  type CaptureAsk,
  type CaptureForetold,
  captureHold,
  expireDueHolds,
  holdBodyOf,
  placeHold,
  releaseHold,
} from '../reference-holds.ts';
import { amountIn, idempotent, idOf, learnId, type World } from '../world.ts';
import { buyerAt, pick, rarely, type Step, step } from './step.ts';

/** Long enough that no hold of a run falls due by itself. */
const TEN_DAYS_MS = 864_000_000;

export const place: fc.Arbitrary<Step> = fc
  .record({
    buyer: fc.nat(5),
    amount: fc.integer({ min: 1, max: 2_500 }),
    due: rarely(4),
    key: fc.option(fc.nat(15), { freq: 3 }),
    foreignCurrency: rarely(25),
  })
  .map((given) =>
    step({
      name: `hold ${JSON.stringify(given)}`,
      async run(model, world) {
        const { due, foreignCurrency } = given;
        const key = given.key === null ? null : `hold-${given.key}`;
        const buyer = buyerAt(model, given.buyer);
        const ask = { buyer, amount: BigInt(given.amount), due, foreignCurrency, key };
        const { hold, outcome, replayed } = placeHold(model, ask);
        const result = await world.ledgers[0].holds.place({
          accountId: world.accountId,
          buyerId: buyer === undefined ? world.strangerId : idOf(world.buyerIds, buyer),
          amount: amountIn(world, ask.amount, foreignCurrency),
          lifetimeMs: due ? 0 : TEN_DAYS_MS,
          // The lifetime is no part of what the key stands for here, so that a repeat may differ in it.
          ...idempotent(key, holdBodyOf(ask)),
        });
        const real = 'hold' in result ? result.hold : null;
        assert.deepEqual(
          [
            result.outcome,
            'replayed' in result && result.replayed,
            real?.status,
            real?.availableSeen.amountMinor,
          ],
          [outcome, replayed, hold?.state, hold?.available],
        );
        assert.equal(real?.refusalCode, hold?.refusal);
        learnId(hold, real?.id ?? null);
      },
    }),
  );

export const capture: fc.Arbitrary<Step> = fc
  .record({
    which: fc.nat(1_000),
    lead: fc.nat(140),
    part: fc.option(fc.integer({ min: 1, max: 130 }), { freq: 2 }),
    foreignCurrency: rarely(10),
  })
  .map((given) =>
    step({
      name: `capture hold ${given.which} for lead-${given.lead}, ${given.part ?? 100} % of it`,
      possible: ({ holds }) => holds.length > 0,
      async run(model, world) {
        const hold = pick(model.holds, given.which);
        const { foreignCurrency } = given;
        const part = given.part === null ? null : (hold.amount * BigInt(given.part)) / 100n;
        const asked = { lead: `lead-${given.lead}`, amount: part === 0n ? 1n : part, foreignCurrency };
        const foretold = captureHold(model, hold, asked);
        compareCapture(await sendCapture(world, hold, asked), foretold);
      },
    }),
  );

export const release: fc.Arbitrary<Step> = fc.nat(1_000).map((which) =>
  step({
    name: `release hold ${which}`,
    possible: ({ holds }) => holds.length > 0,
    async run(model, world) {
      const hold = pick(model.holds, which);
      const foretold = releaseHold(hold);
      const result = await world.ledgers[0].holds.release(world.accountId, hold.id);
      assert.deepEqual([result.outcome, 'replayed' in result && result.replayed], Object.values(foretold));
    },
  }),
);

export const expire: fc.Arbitrary<Step> = fc.constant(
  step({
    name: 'expire what is due',
    async run(model, world) {
      const foretold = expireDueHolds(model);
      assert.equal(await world.ledgers[0].holds.expireDue(100_000), foretold);
    },
  }),
);

/** One hold captured for two leads, released and swept at the same moment: one of them wins, the others hear of it. */
export const race: fc.Arbitrary<Step> = fc.nat(1_000).map((which) =>
  step({
    name: `race for hold ${which}`,
    possible: ({ holds }) => holds.some(({ state }) => state === 'open'),
    async run(model, world) {
      const hold = pick(
        model.holds.filter(({ state }) => state === 'open'),
        which,
      );
      model.serial += 1;
      const asks = ['a', 'b'].map((name) => ({
        lead: `race-${model.serial}-${name}`,
        amount: null,
        foreignCurrency: false,
      }));
      const [captures, released, expired] = await Promise.all([
        Promise.all(asks.map((ask) => sendCapture(world, hold, ask))),
        world.ledgers[1].holds.release(world.accountId, hold.id),
        world.ledgers[0].holds.expireDue(100_000),
      ]);
      // The winner is told first; whatever the others heard has to follow from that.
      const winner = captures.findIndex((result) => result.outcome === 'captured');
      const foretold = new Map<number, CaptureForetold>();
      const foretellCapture = (index: number) =>
        foretold.set(index, captureHold(model, hold, pick(asks, index)));
      if (winner !== -1) foretellCapture(winner);
      const release = () => assert.equal(released.outcome, releaseHold(hold).outcome);
      if (released.outcome === 'released') release();
      assert.equal(expired, expireDueHolds(model));
      if (released.outcome !== 'released') release();
      for (const [index, result] of captures.entries()) {
        if (index !== winner) foretellCapture(index);
        const answer = foretold.get(index);
        if (answer !== undefined) compareCapture(result, answer);
      }
    },
  }),
);

function sendCapture(
  world: World,
  hold: Hold,
  { lead, amount, foreignCurrency }: CaptureAsk,
): Promise<CaptureHoldResult> {
  return world.ledgers[0].holds.capture({
    accountId: world.accountId,
    holdId: hold.id,
    leadId: lead,
    amount: amount === null ? undefined : amountIn(world, amount, foreignCurrency),
  });
}

function compareCapture(result: CaptureHoldResult, foretold: CaptureForetold): void {
  assert.equal(result.outcome, foretold.outcome);
  if (!('delivery' in result) || !('decision' in foretold)) return;
  const replayed = result.outcome === 'captured' && result.replayed;
  assert.deepEqual(deliveredAnswer(result.delivery, replayed), foretold.answer);
  learnId(foretold.decision, result.delivery.id);
}
