import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readAnswer } from '../answers.ts';
import type { Reference } from '../reference.ts';
import { type Ask, type DrawAnswer, deliver } from '../reference-deliveries.ts';
import { requestTopUp, type TopUpAsk } from '../reference-top-ups.ts';
import { learnId, type World } from '../world.ts';
import { inputFor } from './leads.ts';
import { pick, type Step, step } from './step.ts';
import { sendRequest } from './top-ups.ts';

type Answered = { ask: Ask; answer: DrawAnswer; id: string | null };
/** Something that happened at a place in the wallet's history. */
type Event = { place: number; tell(): void };

const numbers = fc.record({
  wallet: fc.nat(2),
  count: fc.integer({ min: 2, max: 24 }),
  prices: fc.array(fc.integer({ min: 1, max: 1_500 }), { minLength: 1, maxLength: 3 }),
  repeats: fc.nat(4),
  keyed: fc.boolean(),
  credit: fc.boolean(),
});

/**
 * Many leads on one wallet at the same moment, from two ledgers, some of them twice, perhaps with a credit between
 * them. Nobody can say in which order they are decided, but there has to be one in which the reference answers the
 * same: exactly what the balance and the caps allow, and each refusal true when it was made.
 */
export const burst: fc.Arbitrary<Step> = numbers.map((given) =>
  step({
    name: `burst ${JSON.stringify(given)}`,
    async run(model, world) {
      const wallet = pick(model.wallets, given.wallet);
      const asks = asksOf(model, given);
      const topUp: TopUpAsk = {
        wallet,
        amount: 5_000n,
        foreignCurrency: false,
        kind: 'external_credit',
        key: null,
      };
      const [answered, credited] = await Promise.all([
        Promise.all(asks.map((ask, index) => askOne(world, ask, index))),
        given.credit ? sendRequest(world, topUp) : null,
      ]);
      const places = await placesOf(world, [...answered.map(({ id }) => id), credited?.id ?? null]);
      const events: Event[] = answered.map(({ ask, answer, id }) => ({
        place: placeOf(places, answer, id),
        tell() {
          const foretold = deliver(model, ask);
          assert.deepEqual(answer, foretold.answer);
          learnId(foretold.decision, id);
        },
      }));
      if (credited !== null) {
        events.push({
          place: places.get(credited.id ?? '') ?? 0,
          tell: () => learnId(requestTopUp(model, topUp).topUp, credited.id),
        });
      }
      for (const { tell } of events.sort((a, b) => a.place - b.place)) tell();
    },
  }),
);

async function askOne(world: World, ask: Ask, index: number): Promise<Answered> {
  const ledger = pick(world.ledgers, index);
  const result = await ledger.deliveries.deliver(inputFor(world, ask, { byExternalId: index % 3 === 0 }));
  return { ask, ...readAnswer(result) };
}

function asksOf(
  model: Reference,
  {
    wallet,
    count,
    prices,
    repeats,
    keyed,
  }: { wallet: number; count: number; prices: number[]; repeats: number; keyed: boolean },
): Ask[] {
  const buyers = model.buyers.filter((buyer) => buyer.wallet === pick(model.wallets, wallet));
  const asks = Array.from({ length: count }, (_, index): Ask => {
    model.serial += 1;
    return {
      buyer: pick(buyers, index),
      lead: `burst-${model.serial}`,
      price: BigInt(pick(prices, index)),
      foreignCurrency: false,
      key: keyed ? `burst-${model.serial}` : null,
    };
  });
  return [...asks, ...asks.slice(0, repeats)];
}

/** When each was decided, in microseconds: under the wallet's lock, so that no two are of one instant. */
async function placesOf(world: World, ids: (string | null)[]): Promise<Map<string, number>> {
  const { rows } = await world.sql.query<{ id: string; place: string }>(
    `select id, (extract(epoch from created_at) * 1000000)::bigint as place from delivery where id = any ($1)
     union all
     select u.id, (extract(epoch from e.created_at) * 1000000)::bigint from top_up u
       join book_entry e on e.tx_id = u.tx_id
       where u.id = any ($1) and e.version is not null`,
    [ids.filter((id) => id !== null)],
  );
  return new Map(rows.map(({ id, place }) => [id, Number(place)]));
}

/** The repeat of an answer comes after everything. */
function placeOf(places: Map<string, number>, answer: DrawAnswer, id: string | null): number {
  if (answer.outcome !== 'delivered' && answer.outcome !== 'refused') return Number.POSITIVE_INFINITY;
  if (answer.replayed) return Number.POSITIVE_INFINITY;
  return places.get(id ?? '') ?? 0;
}
