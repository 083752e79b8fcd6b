import path from 'node:path';
import type { Settings } from '../env.ts';
import { rotatedLogFile } from '../logs/log-file.ts';
import type { PidFile } from '../processes/pid-file.ts';
import { type ProcessSpec, type SupervisedProcess, supervise } from '../processes/supervised-process.ts';
import type { PartName } from './parts.ts';

/** Stopped in this order; those of one row do not need each other. */
const stopOrder: readonly (readonly string[])[] = [['api'], ['worker'], ['stripe', 'temporal'], ['postgres']];

export interface Timing {
  name: string;
  ms: number;
}

/** One running Drawdown: its settings and its processes. */
export interface Stack {
  readonly root: string;
  readonly settings: Settings;
  readonly parts: ReadonlySet<PartName>;
  readonly timings: Timing[];
  readonly say: (line: string) => void;
  /** A new log for a part, in the data directory. */
  logFile(name: string): string;
  /** A file of the data directory. */
  file(name: string): string;
  /** Starts a process and keeps it running. */
  run(spec: ProcessSpec): Promise<void>;
  /** Remembers how long something took. */
  timed<Result>(name: string, run: () => Promise<Result>): Promise<Result>;
  stop(): Promise<void>;
  kill(): void;
}

export interface StackOptions {
  root: string;
  settings: Settings;
  parts: ReadonlySet<PartName>;
  pids: PidFile;
  say: (line: string) => void;
  onGiveUp: (name: string) => void;
}

export function createStack(options: StackOptions): Stack {
  const { settings, pids, say, onGiveUp } = options;
  const processes = new Map<string, SupervisedProcess>();
  const timings: Timing[] = [];
  let stopping = false;
  const file = (name: string) => path.join(settings.dataDir, name);
  return {
    root: options.root,
    settings,
    parts: options.parts,
    timings,
    say,
    file,
    logFile: (name) => rotatedLogFile(file('logs'), name),
    async run(spec) {
      if (stopping) throw new Error('the stack is stopping');
      const process = supervise(spec, { pids, say, onGiveUp });
      processes.set(spec.name, process);
      await process.start();
    },
    async timed(name, run) {
      const startedAt = performance.now();
      const result = await run();
      timings.push({ name, ms: performance.now() - startedAt });
      return result;
    },
    async stop() {
      stopping = true;
      for (const row of stopOrder) await Promise.all(row.map((name) => processes.get(name)?.stop()));
    },
    kill() {
      stopping = true;
      for (const process of processes.values()) process.kill();
    },
  };
}
