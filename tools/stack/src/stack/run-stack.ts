import fs from 'node:fs';
import { readSettings } from '../env.ts';
import { Failure } from '../failure.ts';
import { checkPorts } from '../ports/check-ports.ts';
import { clearLeftovers } from '../processes/clear-leftovers.ts';
import { createPidFile } from '../processes/pid-file.ts';
import { lockStack } from '../processes/stack-lock.ts';
import { StartFailed } from '../processes/start-failed.ts';
import { banner, type LaunchTimes } from './banner.ts';
import { bringUp } from './bring-up.ts';
import { chosenParts } from './parts.ts';
import { createStack, type Stack } from './stack.ts';
import { listenForStop, type StopRequest } from './stop-request.ts';
import { wantedPorts } from './wanted-ports.ts';

const waitForOtherMs = 5_000;

export interface RunStackOptions extends LaunchTimes {
  root: string;
  args: readonly string[];
}

/**
 * Brings Drawdown up, keeps it up until somebody stops it, and stops it in order. Answers the exit code; no process
 * is left and the data directory is free again when it does. What the person at the terminal can mend is one line.
 */
export async function runStack(options: RunStackOptions): Promise<number> {
  try {
    return await runAlone(options);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`drawdown: ${error.message}`);
    return 1;
  }
}

async function runAlone(options: RunStackOptions): Promise<number> {
  const say = (line: string) => console.log(line);
  const settings = readSettings(options.root);
  const parts = chosenParts(options.args, settings.onlyParts);
  fs.mkdirSync(settings.dataDir, { recursive: true });
  const lock = await lockStack(`${settings.dataDir}/stack.lock`, waitForOtherMs);
  try {
    const pids = createPidFile(`${settings.dataDir}/pids.json`);
    const cleared = await clearLeftovers(pids);
    if (cleared.length > 0) say(`Cleared what an earlier run left: ${cleared.join(', ')}`);
    await checkPorts(wantedPorts(settings, parts));
    const stop = listenForStop({ onForce: forceEnd, watchParent: settings.startedByNpm, say });
    const stack = createStack({
      root: options.root,
      settings,
      parts,
      pids,
      say,
      onGiveUp: () => stop.request(1),
    });
    function forceEnd(): void {
      stack.kill();
      lock.release();
      process.exit(130);
    }
    return await runUntilStopped({ stack, stop, launch: options });
  } finally {
    lock.release();
  }
}

interface Running {
  stack: Stack;
  stop: StopRequest;
  launch: LaunchTimes;
}

async function runUntilStopped({ stack, stop, launch }: Running): Promise<number> {
  // A fault of ours must not leave processes behind either.
  const onFault = (error: unknown) => {
    console.error(error);
    stop.request(1);
  };
  process.on('uncaughtException', onFault);
  try {
    stack.say('Starting Postgres, Temporal, Stripe and the apps ...');
    const up = await Promise.race([bringUp(stack).then((demo) => ({ demo })), stop.requested]);
    if (typeof up === 'number') return up;
    stack.say(banner(stack, up.demo, launch));
    process.send?.({ kind: 'ready' });
    return await stop.requested;
  } catch (error) {
    throw explained(error);
  } finally {
    await stack.stop();
    stop.release();
    process.off('uncaughtException', onFault);
  }
}

/** A part that does not come up is told in one line, after the last lines of its log. */
function explained(error: unknown): unknown {
  if (!(error instanceof StartFailed)) return error;
  if (error.lastLines !== '') console.error(error.lastLines);
  return new Failure(`${error.message} (the last lines of its log are above)`);
}
