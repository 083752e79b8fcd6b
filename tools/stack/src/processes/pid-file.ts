import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import { processIdentity } from './identity.ts';

const knownProcess = z.object({
  name: z.string(),
  pid: z.number().int().positive(),
  identity: z.string(),
  /** The signal that asks this program to end in order. */
  stopSignal: z.enum(['SIGTERM', 'SIGINT']),
  /** The signal that ends it at once without harm to its files. */
  forceSignal: z.enum(['SIGKILL', 'SIGQUIT']),
});

export type KnownProcess = z.infer<typeof knownProcess>;

/** The processes a stack has started, kept in a file so that the next one can clear them if this one is killed. */
export interface PidFile {
  record(started: Omit<KnownProcess, 'identity'>): void;
  forget(name: string): void;
  all(): KnownProcess[];
}

export function createPidFile(file: string): PidFile {
  let known = readJsonFile(file, z.array(knownProcess)) ?? [];
  const keep = (next: KnownProcess[]) => {
    known = next;
    writeJsonFile(file, known);
  };
  const without = (name: string) => known.filter((one) => one.name !== name);
  return {
    record(started) {
      const identity = processIdentity(started.pid);
      if (identity !== undefined) keep([...without(started.name), { ...started, identity }]);
    },
    forget: (name) => keep(without(name)),
    all: () => [...known],
  };
}
