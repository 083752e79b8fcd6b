import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { readAnswer } from '../answers.ts';
import { deliver, type Foretold, orderOfBatch } from '../reference-deliveries.ts';
import { learnId } from '../world.ts';
import { askFor, inputFor, inWords, leadNumbers } from './leads.ts';
import { pick, type Step, step } from './step.ts';

/** One lead: new, again, at another price, under a key known or new, of a buyer known or not. */
export const draw: fc.Arbitrary<Step> = fc.tuple(leadNumbers, fc.nat(1)).map(([numbers, process]) =>
  step({
    name: `draw ${inWords(numbers)}`,
    async run(model, world) {
      const ask = askFor(model, numbers);
      const foretold = deliver(model, ask);
      const naming = { byExternalId: numbers.byExternalId, stranger: numbers.buyer === 6 };
      const result = await pick(world.ledgers, process).deliveries.deliver(inputFor(world, ask, naming));
      const { answer, id } = readAnswer(result);
      assert.deepEqual(answer, foretold.answer);
      learnId(foretold.decision, id);
    },
  }),
);

/** Several leads in one request, of several wallets, with repeats among them. */
export const batch: fc.Arbitrary<Step> = fc
  .array(leadNumbers, { minLength: 2, maxLength: 12 })
  .map((several) =>
    step({
      name: `batch of ${several.map(inWords).join(', ')}`,
      async run(model, world) {
        // The calls of different wallets run side by side: a key that two of them use would make it a race.
        const asks = several.map((numbers) => {
          const ask = askFor(model, numbers);
          return ask.key === null ? ask : { ...ask, key: `${ask.buyer?.wallet.name}-${ask.key}` };
        });
        const foretold: Foretold[] = [];
        for (const index of orderOfBatch(asks)) foretold[index] = deliver(model, pick(asks, index));
        const results = await world.ledgers[0].deliveries.deliverBatch(
          asks.map((ask) => inputFor(world, ask, { byExternalId: false })),
        );
        const real = results.map(readAnswer);
        assert.deepEqual(
          real.map(({ answer }) => answer),
          foretold.map(({ answer }) => answer),
        );
        for (const [index, { id }] of real.entries()) learnId(foretold[index]?.decision ?? null, id);
      },
    }),
  );
