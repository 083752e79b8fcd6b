import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { tester } from '../../testing/scenario.ts';
import { amountIn, idOf } from '../world.ts';
import { pick, rarely, type Step, step } from './step.ts';

const cap = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
);

/** Mostly not, or hardly any lead would ever be paid for. */
const seldom = rarely(6);

/** A spending cap set, changed or taken away: what was spent before it counts. */
export const setCaps: fc.Arbitrary<Step> = fc
  .record({ buyer: fc.nat(4), daily: cap, monthly: cap })
  .map((given) =>
    step({
      name: `caps of buyer ${given.buyer}: ${given.daily} a day, ${given.monthly} a month`,
      async run(model, world) {
        const buyer = pick(model.buyers, given.buyer);
        buyer.dailyCap = given.daily === null ? null : BigInt(given.daily);
        buyer.monthlyCap = given.monthly === null ? null : BigInt(given.monthly);
        const [dailyCap, monthlyCap] = [buyer.dailyCap, buyer.monthlyCap].map((amount) =>
          amount === null ? null : amountIn(world, amount),
        );
        const buyerId = idOf(world.buyerIds, buyer);
        const { accountId } = world;
        const billing = { dailyCap, monthlyCap };
        const saved = await world.ledgers[0].buyers.update({ accountId, buyerId, billing }, tester);
        assert.equal(saved?.outcome, 'saved');
      },
    }),
  );

/** By SQL, as nothing in the ledger opens or closes a pause reason. */
export const pauseOrResume: fc.Arbitrary<Step> = fc.tuple(fc.nat(4), seldom).map(([number, paused]) =>
  step({
    name: `${paused ? 'pause' : 'resume'} buyer ${number}`,
    async run(model, world) {
      const buyer = pick(model.buyers, number);
      const buyerId = idOf(world.buyerIds, buyer);
      buyer.paused = paused;
      if (paused) {
        model.serial += 1;
        await world.sql.query(
          `insert into pause_reason (id, account_id, buyer_id, reason) values ($1, $2, $3, 'manual')
           on conflict do nothing`,
          [`${buyerId}-${model.serial}`, world.accountId, buyerId],
        );
      } else {
        await world.sql.query(
          'update pause_reason set closed_at = clock_timestamp() where buyer_id = $1 and closed_at is null',
          [buyerId],
        );
      }
      const real = await world.ledgers[0].buyers.get(world.accountId, buyerId);
      assert.equal(real?.deliveryStatus, paused ? 'paused' : 'active');
    },
  }),
);

export const changeMechanism: fc.Arbitrary<Step> = fc
  .tuple(fc.nat(4), seldom, fc.integer({ min: 1, max: 20_000 }))
  .map(([number, elsewhere, limit]) =>
    step({
      name: `buyer ${number} pays ${elsewhere ? `on net terms within ${limit}` : 'from its wallet'}`,
      async run(model, world) {
        const buyer = pick(model.buyers, number);
        buyer.creditLimit = elsewhere ? BigInt(limit) : null;
        const saved = await world.ledgers[0].buyers.update(
          {
            accountId: world.accountId,
            buyerId: idOf(world.buyerIds, buyer),
            billing: {
              mechanism: elsewhere ? 'net_terms' : 'wallet',
              creditLimit: buyer.creditLimit === null ? null : amountIn(world, buyer.creditLimit),
            },
          },
          tester,
        );
        assert.equal(saved?.outcome, 'saved');
      },
    }),
  );
