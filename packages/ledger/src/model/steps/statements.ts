import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Statement } from '../../statements/types.ts';
import { compareEverything } from '../compare.ts';
import type { Wallet } from '../reference.ts';
import { idOf, type World } from '../world.ts';
import { pick, type Step, step } from './step.ts';

/** Names an instant between two steps, so that a statement can begin or end there. */
export const bookmark: fc.Arbitrary<Step> = fc.constant(
  step({
    name: 'bookmark',
    async run(model, world) {
      // A whole millisecond that has passed when the next step begins: dates have no finer grain.
      const { rows } = await world.sql.query<{ at: Date }>(
        `select date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' as at, pg_sleep(0.002)`,
      );
      const at = rows[0]?.at;
      if (at === undefined) throw new Error('the database named no instant');
      model.bookmarks.push({ at, lengths: model.wallets.map(({ lines }) => lines.length) });
    },
  }),
);

/** A statement between two bookmarks, asked for twice, and the balance at its beginning. */
export const statement: fc.Arbitrary<Step> = fc
  .record({ wallet: fc.nat(2), from: fc.nat(1_000), to: fc.nat(1_000) })
  .map((given) =>
    step({
      name: `statement ${JSON.stringify(given)}`,
      possible: ({ bookmarks }) => bookmarks.length > 0,
      async run(model, world) {
        const wallet = pick(model.wallets, given.wallet);
        const [one, other] = [given.from, given.to].map((number) => number % model.bookmarks.length);
        const [first, last] = [one ?? 0, other ?? 0].sort((a, b) => a - b);
        const [from, to] = [pick(model.bookmarks, first ?? 0), pick(model.bookmarks, last ?? 0)];
        const place = model.wallets.indexOf(wallet);
        const [start = 0, end = 0] = [from.lengths[place], to.lengths[place]];
        const balanceAt = (length: number) => wallet.lines[length - 1]?.balanceAfter ?? 0n;
        const expected = {
          opening: balanceAt(start),
          closing: balanceAt(end),
          final: true,
          lines: linesOf(wallet).slice(start, end),
        };
        const ask = () => read(world, wallet, { from: from.at, to: to.at });
        assert.deepEqual(await ask(), expected);
        assert.deepEqual(await ask(), expected, 'asked for again');
        const total = expected.lines.reduce((sum, [, amount]) => sum + amount, expected.opening);
        assert.equal(total, expected.closing, 'the lines lead from the opening to the closing balance');
        const { accountId, walletIds, ledgers } = world;
        const before = await ledgers[0].statements.balanceBefore(accountId, idOf(walletIds, wallet), from.at);
        assert.equal(before?.amountMinor, expected.opening);
      },
    }),
  );

type Told = readonly [string, bigint, bigint];

const linesOf = ({ lines }: Wallet): Told[] =>
  lines.map(({ subject, amount, balanceAfter }) => [subject.id, amount, balanceAfter]);

async function read(world: World, wallet: Wallet, period: { from: Date; to: Date }) {
  const [ledger] = world.ledgers;
  const found = await ledger.statements.forWallet(world.accountId, idOf(world.walletIds, wallet), period);
  if (found === null) throw new Error('there is no statement');
  const lines = await tellLines(found);
  assert.equal(found.lineCount, BigInt(lines.length));
  return {
    opening: found.opening.amountMinor,
    closing: found.closing.amountMinor,
    final: found.final,
    lines,
  };
}

async function tellLines(found: Statement): Promise<Told[]> {
  const lines: Told[] = [];
  for await (const { deliveryId, topUpId, amount, balanceAfter } of found.lines()) {
    lines.push([deliveryId ?? topUpId ?? '', amount.amountMinor, balanceAfter.amountMinor]);
  }
  return lines;
}

/** Everything that can be asked, between any two steps. */
export const lookClosely: fc.Arbitrary<Step> = fc.constant(
  step({ name: 'look closely', run: (model, world) => compareEverything(model, world) }),
);
