import { type ChildProcess, spawn } from 'node:child_process';
import fs from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLogLines } from '../logs/log-file.ts';
import type { KnownProcess, PidFile } from './pid-file.ts';
import { restartPlan } from './restart-policy.ts';
import { StartFailed } from './start-failed.ts';
import { signalGroup } from './stop-process.ts';

/** A program that runs for as long as the stack does. */
export interface ProcessSpec {
  name: string;
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  owner?: { uid: number; gid: number };
  logFile: string;
  /** A Node.js program of ours: gets an IPC channel. */
  ipc: boolean;
  stopSignal: KnownProcess['stopSignal'];
  forceSignal: KnownProcess['forceSignal'];
  stopWithinMs: number;
  readyWithinMs: number;
  /** What must be so before it is launched, at the first start and at every restart. */
  beforeLaunch?: () => Promise<void> | void;
  /** Resolves when it does its work; is told by the signal when nobody waits any more. */
  untilReady: (child: ChildProcess, abandoned: AbortSignal) => Promise<unknown>;
  /** For how long a first start that fails is tried again (a killed Postgres needs a moment to let go of its files). */
  retryStartForMs?: number;
}

export interface Watchers {
  pids: PidFile;
  say: (line: string) => void;
  /** It crashed too often to be started again: the stack cannot go on. */
  onGiveUp: (name: string) => void;
  planRestart?: typeof restartPlan;
}

export interface SupervisedProcess {
  readonly name: string;
  /** Resolves when the program is ready; from then on it is started again whenever it ends by itself. */
  start(): Promise<void>;
  /** Ends it in order, or by force at the deadline. Nothing of it is left when this resolves. */
  stop(): Promise<void>;
  /** Ends it now, without waiting. */
  kill(): void;
}

/** Keeps one program running. It is its own process group, so that the terminal's Ctrl-C reaches the stack alone. */
export function supervise(spec: ProcessSpec, watchers: Watchers): SupervisedProcess {
  const crashTimesMs: number[] = [];
  let current: { child: ChildProcess; ended: Promise<void> } | undefined;
  let stopping = false;
  let restart: NodeJS.Timeout | undefined;

  async function launch(): Promise<void> {
    await spec.beforeLaunch?.();
    if (stopping) throw new StartFailed(spec.name, 'was stopped while it started', '');
    const child = spawnLogged(spec);
    if (child.pid !== undefined) {
      const { name, stopSignal, forceSignal } = spec;
      watchers.pids.record({ name, pid: child.pid, stopSignal, forceSignal });
    }
    const ended = untilEnded(child);
    current = { child, ended };
    await untilReadyOrEnded(spec, child, ended);
    void ended.then(() => crashed(describeEnd(child)));
  }

  function crashed(how: string): void {
    if (stopping) return;
    const now = Date.now();
    crashTimesMs.push(now);
    const plan = (watchers.planRestart ?? restartPlan)(crashTimesMs, now);
    if (plan.kind === 'give_up') {
      watchers.say(
        `${spec.name} ${how}, for the ${plan.crashes}th time within a minute: giving up (${spec.logFile})`,
      );
      watchers.onGiveUp(spec.name);
      return;
    }
    watchers.say(`${spec.name} ${how}: starting it again in ${plan.delayMs / 1000} s`);
    restart = setTimeout(() => void relaunch(), plan.delayMs);
  }

  async function relaunch(): Promise<void> {
    try {
      await launch();
      watchers.say(`${spec.name} is back`);
    } catch (error) {
      await end(0);
      crashed(error instanceof StartFailed ? error.reason : String(error));
    }
  }

  async function end(graceMs: number): Promise<void> {
    if (current === undefined) return;
    const { child, ended } = current;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      if (graceMs > 0) {
        signalGroup(child.pid, spec.stopSignal);
        await Promise.race([ended, delay(graceMs, undefined, { ref: false })]);
      }
      if (child.exitCode === null && child.signalCode === null) signalGroup(child.pid, spec.forceSignal);
      await Promise.race([ended, delay(2_000, undefined, { ref: false })]);
    }
    if (child.pid !== undefined) signalGroupOnly(child.pid);
    await ended;
    watchers.pids.forget(spec.name);
    current = undefined;
  }

  return {
    name: spec.name,
    async start() {
      const retryUntil = Date.now() + (spec.retryStartForMs ?? 0);
      for (;;) {
        try {
          return await launch();
        } catch (error) {
          await end(0);
          if (stopping || Date.now() >= retryUntil) throw error;
          await delay(500);
        }
      }
    },
    async stop() {
      stopping = true;
      clearTimeout(restart);
      await end(spec.stopWithinMs);
    },
    kill() {
      stopping = true;
      clearTimeout(restart);
      if (current?.child.pid !== undefined) signalGroup(current.child.pid, spec.forceSignal);
    },
  };
}

function spawnLogged(spec: ProcessSpec): ChildProcess {
  const log = fs.openSync(spec.logFile, 'a');
  try {
    return spawn(spec.command, spec.args, {
      cwd: spec.cwd,
      env: spec.env,
      detached: true,
      stdio: spec.ipc ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
      ...spec.owner,
    });
  } finally {
    fs.closeSync(log); // the child has its own copy
  }
}

/** Resolves when the process is gone or could not be started at all. */
function untilEnded(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => {
      if (child.pid === undefined) resolve();
    });
  });
}

async function untilReadyOrEnded(
  spec: ProcessSpec,
  child: ChildProcess,
  ended: Promise<void>,
): Promise<void> {
  const abandoned = new AbortController();
  const failed = (reason: string) => new StartFailed(spec.name, reason, lastLogLines(spec.logFile));
  try {
    await Promise.race([
      spec.untilReady(child, abandoned.signal),
      ended.then(() => {
        throw failed(describeEnd(child));
      }),
      delay(spec.readyWithinMs, undefined, { signal: abandoned.signal }).then(() => {
        throw failed(`was not ready within ${spec.readyWithinMs / 1000} s`);
      }),
    ]);
  } finally {
    abandoned.abort();
  }
}

function describeEnd(child: ChildProcess): string {
  if (child.pid === undefined) return 'could not be started';
  return child.signalCode === null ? `ended with code ${child.exitCode}` : `was ended by ${child.signalCode}`;
}

/** What a program started itself and left behind goes with it. */
function signalGroupOnly(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // nobody left in it
  }
}
