import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { tester } from '../../testing/scenario.ts';
import type { TopUp as RealTopUp } from '../../top-ups/types.ts';
import type { Reference, TopUp } from '../reference.ts';
import { creditOnce, moveTo, requestTopUp, type TopUpAsk, topUpBodyOf } from '../reference-top-ups.ts';
import { amountIn, idempotent, idOf, learnId, type World } from '../world.ts';
import { pick, rarely, type Step, step } from './step.ts';

const FUNDING_OF = {
  external_credit: 'external',
  promotional_credit: 'promotional',
  top_up: 'account_card',
} as const;

export async function sendRequest(world: World, ask: TopUpAsk) {
  const { wallet, amount, foreignCurrency, kind, key } = ask;
  const result = await world.ledgers[0].topUps.request(
    {
      accountId: world.accountId,
      walletId: idOf(world.walletIds, wallet),
      amount: amountIn(world, amount, foreignCurrency),
      funding: FUNDING_OF[kind],
      ...idempotent(key, topUpBodyOf(ask)),
    },
    tester,
  );
  if (result.outcome !== 'accepted')
    return { outcome: result.outcome, replayed: false, id: null, state: null };
  return {
    outcome: result.outcome,
    replayed: result.replayed,
    id: result.topUp.id,
    state: stateOf(result.topUp),
  };
}

const stateOf = ({ status, balanceAfter }: RealTopUp) => [status, balanceAfter?.amountMinor ?? null];
const foretoldState = ({ status, balanceAfter }: TopUp) => [status, balanceAfter];

/** Money received, promotional credit, or a top-up by card that waits for its payment. */
export const request: fc.Arbitrary<Step> = fc
  .record({
    wallet: fc.nat(2),
    amount: fc.integer({ min: 1, max: 20_000 }),
    kind: fc.constantFrom('external_credit' as const, 'promotional_credit' as const, 'top_up' as const),
    key: fc.option(fc.nat(10), { freq: 3 }),
    foreignCurrency: rarely(25),
  })
  .map((given) =>
    step({
      name: `top up ${JSON.stringify(given)}`,
      async run(model, world) {
        const key = given.key === null ? null : `top-up-${given.key}`;
        const wallet = pick(model.wallets, given.wallet);
        const ask = { ...given, wallet, key, amount: BigInt(given.amount) };
        const { outcome, replayed, topUp } = requestTopUp(model, ask);
        const { id, ...answer } = await sendRequest(world, ask);
        assert.deepEqual(answer, { outcome, replayed, state: topUp && foretoldState(topUp) });
        learnId(topUp, id);
      },
    }),
  );

const cardTopUps = (model: Reference) => model.topUps.filter(({ kind }) => kind === 'top_up');

type Ending = 'credit' | 'decline' | 'cancel' | 'processing' | 'requires_action';

/** What Stripe says of a card top-up, in any order and often more than once: late successes and late declines too. */
export const endCardTopUp: fc.Arbitrary<Step> = fc
  .record({
    which: fc.nat(1_000),
    ending: fc.constantFrom<Ending[]>(
      'credit',
      'credit',
      'decline',
      'cancel',
      'processing',
      'requires_action',
    ),
    times: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ which, ending, times }) =>
    step({
      name: `${ending} card top-up ${which}, ${times} times at once`,
      possible: (model) => cardTopUps(model).length > 0,
      async run(model, world) {
        const topUp = pick(cardTopUps(model), which);
        foretell(topUp, ending);
        const results = await Promise.all(
          Array.from({ length: times }, (_, index) => send(world, { topUp, ending, process: index })),
        );
        for (const result of results) assert.deepEqual(stateOf(result), foretoldState(topUp));
      },
    }),
  );

function foretell(topUp: TopUp, ending: Ending): void {
  switch (ending) {
    case 'credit':
      creditOnce(topUp);
      break;
    case 'decline':
      moveTo(topUp, 'declined');
      break;
    case 'cancel':
      moveTo(topUp, 'canceled');
      break;
    case 'processing':
    case 'requires_action':
      moveTo(topUp, ending);
  }
}

const decline = { code: 'generic_decline', adviceCode: null, networkDeclineCode: null, stripeChargeId: null };

function send(world: World, { topUp, ending, process }: { topUp: TopUp; ending: Ending; process: number }) {
  const { topUps } = pick(world.ledgers, process);
  const { id } = topUp;
  switch (ending) {
    case 'credit':
      return topUps.credit(id, { paymentIntentId: `pi_${id}`, stripeChargeId: `ch_${id}` });
    case 'decline':
      return topUps.decline(id, decline);
    case 'cancel':
      return topUps.cancel(id, 'no longer wanted', tester);
    case 'processing':
    case 'requires_action':
      return topUps.setWaiting(id, ending);
  }
}
