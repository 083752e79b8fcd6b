import { parseArgs } from 'node:util';

export type BenchOptions = {
  seconds: number;
  rounds: number;
  wallets: number[];
  callers: number[];
  networksMs: number[];
  /** Entries in the books for the cost of a draw; empty: not measured. */
  bookSizes: number[];
  /** Draws with an idempotency key beside the lead's id. */
  keyed: boolean;
  assertTargets: boolean;
};

export const HELP = `Measures the ledger's ways to draw a wallet down, side by side, on a Postgres of its own.

  pnpm --filter @drawdown/bench ledger [-- options]

  --seconds N      each measurement (default 3)
  --rounds N       measurements of each variant, in turn (default 3)
  --quick          one second each, and no books of 10 million entries
  --wallets LIST   default 1,1000
  --callers LIST   default 1,8,32
  --network LIST   round trips in ms, default 0,2
  --sizes LIST     entries in the books, default 10000,1000000,10000000; 0: leave this part out
  --keys           draws with an idempotency key beside the lead's id
  --assert         exit code 1 when a target is missed
`;

/** Answers null where only the help is wanted. */
export function parseBenchArguments(args: string[]): BenchOptions | null {
  const { values } = parseArgs({
    args: args.filter((argument) => argument !== '--'),
    options: {
      seconds: { type: 'string' },
      rounds: { type: 'string', default: '3' },
      quick: { type: 'boolean', default: false },
      wallets: { type: 'string', default: '1,1000' },
      callers: { type: 'string', default: '1,8,32' },
      network: { type: 'string', default: '0,2' },
      sizes: { type: 'string' },
      keys: { type: 'boolean', default: false },
      assert: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return null;
  return {
    seconds: Number(values.seconds ?? (values.quick ? '1' : '3')),
    rounds: Number(values.rounds),
    wallets: listOf(values.wallets),
    callers: listOf(values.callers),
    networksMs: listOf(values.network, 0),
    bookSizes: listOf(values.sizes ?? (values.quick ? '10000,1000000' : '10000,1000000,10000000')),
    keyed: values.keys,
    assertTargets: values.assert,
  };
}

function listOf(text: string, least = 1): number[] {
  const numbers = text.split(',').map(Number);
  if (numbers.some((number) => !Number.isFinite(number)))
    throw new Error(`"${text}" is not a list of numbers`);
  return numbers.filter((number) => number >= least);
}
