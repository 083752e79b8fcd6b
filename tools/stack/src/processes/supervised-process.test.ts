import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { processIdentity } from './identity.ts';
import { createPidFile, type PidFile } from './pid-file.ts';
import { readyMessage } from './ready-message.ts';
import { type ProcessSpec, type SupervisedProcess, supervise } from './supervised-process.ts';

const program = (folder: string, source: string): string => {
  const file = path.join(folder, 'program.mjs');
  fs.writeFileSync(file, source);
  return file;
};

const readyAndIdle = `process.send({ kind: 'ready' }); setInterval(() => {}, 1000);`;

describe('a supervised process', () => {
  let folder: string;
  let pids: PidFile;
  let said: string[];
  let saidSomething: EventTarget;
  let supervised: SupervisedProcess | undefined;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'drawdown-supervised-'));
    pids = createPidFile(path.join(folder, 'pids.json'));
    said = [];
    saidSomething = new EventTarget();
  });

  afterEach(async () => {
    await supervised?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const watch = (
    source: string,
    changes: Partial<ProcessSpec> = {},
    onGiveUp: (name: string) => void = () => {},
  ) => {
    supervised = supervise(
      {
        name: 'part',
        command: process.execPath,
        args: [program(folder, source)],
        cwd: folder,
        env: {},
        logFile: path.join(folder, 'part.log'),
        ipc: true,
        stopSignal: 'SIGTERM',
        forceSignal: 'SIGKILL',
        stopWithinMs: 2_000,
        readyWithinMs: 10_000,
        untilReady: readyMessage,
        ...changes,
      },
      {
        pids,
        say: (line) => {
          said.push(line);
          saidSomething.dispatchEvent(new Event('line'));
        },
        onGiveUp,
        planRestart: (crashes) =>
          crashes.length < 2
            ? { kind: 'restart', delayMs: 20 }
            : { kind: 'give_up', crashes: crashes.length },
      },
    );
    return supervised;
  };

  const untilSaid = async (words: string) => {
    while (!said.some((line) => line.includes(words)))
      await new Promise((resolve) => saidSomething.addEventListener('line', resolve, { once: true }));
  };

  const pid = () => pids.all()[0]?.pid ?? 0;

  it('is started again after a kill, and says so', async () => {
    await watch(readyAndIdle).start();
    const first = pid();
    process.kill(first, 'SIGKILL');
    await untilSaid('part is back');
    expect(said[0]).toBe('part was ended by SIGKILL: starting it again in 0.02 s');
    expect(pid()).not.toBe(first);
    expect(processIdentity(pid())).toBeDefined();
  });

  it('is given up when it never stays up', async () => {
    const once = path.join(folder, 'started-once');
    const failing = `import fs from 'node:fs';
      if (fs.existsSync(${JSON.stringify(once)})) process.exit(3);
      fs.writeFileSync(${JSON.stringify(once)}, '');
      process.send({ kind: 'ready' }, () => process.exit(3));`;
    let givenUp = '';
    const gaveUp = new Promise<void>((resolve) => {
      watch(failing, {}, (name) => {
        givenUp = name;
        resolve();
      });
    });
    await supervised?.start();
    await gaveUp;
    expect(givenUp).toBe('part');
    expect(said.at(-1)).toContain('giving up');
    expect(pids.all()).toEqual([]);
  });

  it('tells the end of its log when it does not come up', async () => {
    const started = watch(`console.error('no database'); process.exit(4);`).start();
    await expect(started).rejects.toMatchObject({ reason: 'ended with code 4', lastLines: 'no database' });
    expect(pids.all()).toEqual([]);
  });

  it('is not waited for longer than it may take', async () => {
    const started = watch('setInterval(() => {}, 1000);', { readyWithinMs: 300 }).start();
    await expect(started).rejects.toMatchObject({ reason: 'was not ready within 0.3 s' });
    expect(pids.all()).toEqual([]);
  });

  it('cannot be started when there is no such program', async () => {
    const started = watch('', { command: path.join(folder, 'missing') }).start();
    await expect(started).rejects.toMatchObject({ reason: 'could not be started' });
  });

  it('is asked to end first, and is not started again', async () => {
    await watch(
      `process.on('SIGTERM', () => { console.log('ended in order'); process.exit(0); }); ${readyAndIdle}`,
    ).start();
    await supervised?.stop();
    expect(fs.readFileSync(path.join(folder, 'part.log'), 'utf8')).toContain('ended in order');
    expect(said).toEqual([]);
    expect(pids.all()).toEqual([]);
  });

  it('is ended by force when it does not listen, with everything it started', async () => {
    const child = path.join(folder, 'child.pid');
    await watch(
      `import { spawn } from 'node:child_process';
       import fs from 'node:fs';
       process.on('SIGTERM', () => {});
       const child = spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)']);
       fs.writeFileSync(${JSON.stringify(child)}, String(child.pid));
       ${readyAndIdle}`,
      { stopWithinMs: 200 },
    ).start();
    const pids = [pid(), Number(fs.readFileSync(child, 'utf8'))];
    await supervised?.stop();
    expect(pids.map(processIdentity)).toEqual([undefined, undefined]);
  });

  it('is a process group of its own, so that the terminal cannot end it behind our back', async () => {
    await watch(readyAndIdle).start();
    expect(() => process.kill(-pid(), 0)).not.toThrow();
  });
});
