import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clearLeftovers } from './clear-leftovers.ts';
import { isRunning, processIdentity } from './identity.ts';
import { createPidFile } from './pid-file.ts';
import { lockStack } from './stack-lock.ts';

let folder: string;
let file: string;
const started: { kill: (signal: NodeJS.Signals) => boolean }[] = [];

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawdown-pids-'));
  file = path.join(folder, 'pids.json');
});

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  fs.rmSync(folder, { recursive: true, force: true });
});

async function idle() {
  const child = spawn(process.execPath, ['-e', 'console.log("up"); setInterval(() => {}, 1000)'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  await once(child.stdout, 'data');
  return { child, pid: child.pid ?? 0 };
}

const signals = { stopSignal: 'SIGTERM', forceSignal: 'SIGKILL' } as const;

describe('the pid file', () => {
  it('lets the next stack clear what a killed one left', async () => {
    const { child, pid } = await idle();
    createPidFile(file).record({ name: 'worker', pid, ...signals });
    const ended = once(child, 'exit');
    const next = createPidFile(file);
    expect(await clearLeftovers(next)).toEqual(['worker']);
    await ended;
    expect(next.all()).toEqual([]);
  });

  it('never ends another program that has got the pid since', async () => {
    const { pid } = await idle();
    fs.writeFileSync(
      file,
      JSON.stringify([{ name: 'worker', pid, identity: 'of an earlier process', ...signals }]),
    );
    expect(await clearLeftovers(createPidFile(file))).toEqual([]);
    expect(processIdentity(pid)).toBeDefined();
  });

  it('is empty when it cannot be read', async () => {
    fs.writeFileSync(file, '[{"name": "wor');
    expect(createPidFile(file).all()).toEqual([]);
  });
});

describe('the identity of a process', () => {
  it('stays the same while it runs and is gone with it', async () => {
    const { child, pid } = await idle();
    const identity = processIdentity(pid) ?? '';
    expect(isRunning({ pid, identity })).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isRunning({ pid, identity })).toBe(false);
  });
});

describe('the lock of the data directory', () => {
  it('refuses a second stack in one line while the first is alive', async () => {
    const lock = await lockStack(path.join(folder, 'stack.lock'), 0);
    await expect(lockStack(path.join(folder, 'stack.lock'), 0)).rejects.toThrow(
      `Drawdown is already running on this data directory (pid ${process.pid})`,
    );
    lock.release();
    (await lockStack(path.join(folder, 'stack.lock'), 0)).release();
  });

  it('is taken over from a stack that was killed', async () => {
    const lockFile = path.join(folder, 'stack.lock');
    fs.writeFileSync(lockFile, JSON.stringify({ pid: process.pid, identity: 'of an earlier process' }));
    (await lockStack(lockFile, 0)).release();
    expect(fs.existsSync(lockFile)).toBe(false);
  });
});
