import type { BuyerResource } from '@drawdown/shared/http';
import { ApiError } from '../api/answers.ts';
import { getBuyer } from '../api/buyers.ts';
import type { SendRequest } from '../api/client.ts';
import { ConnectionLostError, createSender } from '../api/client.ts';
import { withRetries } from '../api/retry.ts';
import type { ReplayEnvironment } from '../env.ts';
import { HELP, parseReplayArguments } from './arguments.ts';
import { unlessAway } from './away.ts';
import { checkFile } from './check-file.ts';
import { ReplayFailure } from './failure.ts';
import type { RowProblem } from './lead-row.ts';
import { lookUpBuyers } from './look-up-buyers.ts';
import { speedFactor } from './pace.ts';
import { play } from './play.ts';
import type { Output } from './progress.ts';
import { showProgress } from './progress.ts';
import { formatSummary } from './summary.ts';
import { createTally } from './tally.ts';
import { findTarget } from './target.ts';
import { clock, grouped } from './words.ts';

const PROBLEMS_SHOWN = 20;
const EXIT = { ok: 0, errors: 1, nothingSent: 2, interrupted: 130 } as const;

export type ReplayContext = {
  args: string[];
  environment: ReplayEnvironment;
  out: Output;
  err: Output;
  stop: AbortSignal;
};

/** The whole command. Resolves to its exit code; what can be put right by the person who typed it is one line. */
export async function runReplay(context: ReplayContext): Promise<number> {
  try {
    return await checkThenPlay(context);
  } catch (error) {
    if (
      !(error instanceof ReplayFailure || error instanceof ApiError || error instanceof ConnectionLostError)
    )
      throw error;
    context.err.write(`${error.message}\n`);
    if (error instanceof ConnectionLostError) context.err.write('Is Drawdown running? npm start\n');
    return EXIT.nothingSent;
  }
}

async function checkThenPlay({ args, environment, out, err, stop }: ReplayContext): Promise<number> {
  const options = parseReplayArguments(args, Date.now());
  if (options === null) {
    out.write(HELP);
    return EXIT.ok;
  }
  const check = await checkFile(options.file);
  if (check.problems.length > 0) return refuse(err, options.file, check.problems);
  const target = await findTarget(options, environment);
  const sendOnce = createSender(target);
  const { found, problems } = await lookUpBuyers(withRetries(sendOnce, { maxTries: 3 }), check.buyers);
  if (problems.length > 0) return refuse(err, options.file, problems);

  const factor = speedFactor(options.speed, check);
  const pace = factor === null ? 'as fast as possible' : `${timesFaster(factor)} times as fast as the day`;
  out.write(`${grouped(check.rows)} leads for ${found.size} buyers, ${pace}, as run ${options.runPrefix}\n`);

  const tally = createTally(found.values());
  let atMs = check.firstMs;
  const progress = showProgress(out, tally, { rows: check.rows, atMs: () => atMs });
  const failed = await play({
    ...options,
    check,
    buyers: found,
    factor,
    send: unlessAway(withRetries(sendOnce)),
    stop,
    tally,
    onLead: (leadAtMs) => {
      atMs = leadAtMs;
    },
  }).catch((error: unknown) => ({ error }));
  progress.stop();

  if (stop.aborted) out.write(`Stopped at ${clock(atMs)}: what follows is the run so far.\n`);
  const after = await balancesNow(withRetries(sendOnce, { maxTries: 3 }), found.values());
  out.write(`\n${formatSummary(tally, { after, apiUrl: target.apiUrl })}\n`);
  if (failed !== undefined) {
    if (!(failed.error instanceof ConnectionLostError)) throw failed.error;
    err.write(
      `Gave up: ${failed.error.message}. The same file with --run ${options.runPrefix} goes on from here.\n`,
    );
    return EXIT.errors;
  }
  if (stop.aborted) return EXIT.interrupted;
  return tally.errors > 0 ? EXIT.errors : EXIT.ok;
}

function refuse(err: Output, file: string, problems: readonly RowProblem[]): number {
  err.write(`${file} cannot be played; nothing was sent.\n`);
  for (const { line, text } of problems.slice(0, PROBLEMS_SHOWN)) err.write(`  line ${line}: ${text}\n`);
  const left = problems.length - PROBLEMS_SHOWN;
  if (left > 0) err.write(`  and ${grouped(left)} more\n`);
  return EXIT.nothingSent;
}

function timesFaster(factor: number): string {
  return factor < 10 ? factor.toFixed(1) : grouped(Math.round(factor));
}

/** A buyer that cannot be read any more is left out: the summary is worth more than its last column. */
async function balancesNow(send: SendRequest, buyers: Iterable<BuyerResource>) {
  const now = new Map<string, BuyerResource>();
  for (const { id } of buyers) {
    try {
      now.set(id, await getBuyer(send, id));
    } catch (error) {
      if (error instanceof ConnectionLostError) return now;
      if (!(error instanceof ApiError)) throw error;
    }
  }
  return now;
}
