import { parseArgs } from 'node:util';
import { ReplayFailure } from './failure.ts';

export const HELP = `Plays a file of leads against a running Drawdown.

  npm run replay -- FILE.csv [options]

FILE.csv has the columns time,lead_id,buyer,price: RFC 3339 time, in order; the buyer's external id; the price in
major units, such as 42.50.

  --speed N|max      N times real time; max = as fast as the answers come (default: the file takes 3 minutes)
  --run PREFIX       put before every lead id (default: a new one for each run, so that no lead is a repeat;
                     the prefix of an earlier run goes on where that one stopped)
  --concurrency N    requests under way at the same time (default 16)
  --url URL          address of Drawdown (default: that of the running demo)
  --key KEY          API key (default: DRAWDOWN_API_KEY, else that of the running demo)
  --help

Exit code: 0 all leads were decided, 1 some had an error, 2 nothing was sent (bad file or options), 130 interrupted.
`;

export type Speed = { kind: 'factor'; factor: number } | { kind: 'max' } | { kind: 'fitted' };

export type ReplayArguments = {
  file: string;
  speed: Speed;
  runPrefix: string;
  concurrency: number;
  url: string | undefined;
  key: string | undefined;
};

/** @throws ReplayFailure that says which argument is wrong. `null` means: print the help. */
export function parseReplayArguments(args: string[], nowMs: number): ReplayArguments | null {
  const { values, positionals } = readOptions(args);
  if (values.help) return null;
  const [file, ...rest] = positionals;
  if (file === undefined) throw new ReplayFailure('name a file of leads, such as examples/leads-one-day.csv');
  if (rest.length > 0) throw new ReplayFailure(`one file at a time: ${rest.join(' ')} is too much`);
  return {
    file,
    speed: parseSpeed(values.speed),
    runPrefix: parsePrefix(values.run ?? `run-${nowMs.toString(36)}-`),
    concurrency: parseConcurrency(values.concurrency ?? '16'),
    url: parseUrl(values.url),
    key: values.key,
  };
}

function readOptions(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { speed: text, run: text, concurrency: text, url: text, key: text, help: { type: 'boolean' } },
    });
  } catch (error) {
    throw new ReplayFailure(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function parseSpeed(value: string | undefined): Speed {
  if (value === undefined) return { kind: 'fitted' };
  if (value === 'max') return { kind: 'max' };
  const factor = Number(value);
  if (value.trim() === '' || !Number.isFinite(factor) || factor <= 0)
    throw new ReplayFailure(`--speed takes a number greater than zero, or max: not ${value}`);
  return { kind: 'factor', factor };
}

function parsePrefix(value: string): string {
  if (!/^[\w.:-]{0,60}$/.test(value))
    throw new ReplayFailure('--run takes at most 60 letters, digits and the signs . : _ -');
  return value;
}

function parseConcurrency(value: string): number {
  const count = Number(value);
  if (!/^\d+$/.test(value) || count < 1 || count > 256)
    throw new ReplayFailure(`--concurrency takes a whole number from 1 to 256: not ${value}`);
  return count;
}

function parseUrl(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (!/^https?:\/\//.test(value) || !URL.canParse(value))
    throw new ReplayFailure(`--url takes an address such as http://localhost:4000: not ${value}`);
  return value;
}
