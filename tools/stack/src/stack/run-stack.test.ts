import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemEnv } from '../env.ts';
import { freePort } from '../ports/free-port.ts';
import { clearLeftovers } from '../processes/clear-leftovers.ts';
import { isRunning } from '../processes/identity.ts';
import { createPidFile } from '../processes/pid-file.ts';
import { makeFixtureRoot } from '../testing/fixture-root.ts';

const program = fileURLToPath(new URL('../testing/start-from-sources.ts', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

let folder: string;
let dataDir: string;
let env: NodeJS.ProcessEnv;

interface Started {
  child: ChildProcess;
  output: () => string;
  ready: Promise<void>;
  exitCode: Promise<number | null>;
  /** Resolves when the output has the words. */
  says: (words: string) => Promise<void>;
}

function startStack(...args: string[]): Started {
  const child = spawn(
    process.execPath,
    ['--conditions=@drawdown/source', '--import=tsx', program, folder, ...args],
    { cwd: here, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
  );
  let output = '';
  const heard = new EventTarget();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    heard.dispatchEvent(new Event('line'));
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const exitCode = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  const ready = Promise.race([
    once(child, 'message').then(() => {}),
    exitCode.then((code) => {
      throw new Error(`ended with ${code}: ${output}`);
    }),
  ]);
  ready.catch(() => {}); // a start that is meant to fail is looked at through its exit code
  const says = async (words: string) => {
    while (!output.includes(words))
      await new Promise((resolve) => heard.addEventListener('line', resolve, { once: true }));
  };
  return { child, output: () => output, ready, exitCode, says };
}

const known = () => createPidFile(path.join(dataDir, 'pids.json')).all();
const pidOf = (name: string) => known().find((one) => one.name === name)?.pid ?? 0;

beforeAll(() => {
  folder = makeFixtureRoot(fs.mkdtempSync(path.join(os.tmpdir(), 'drawdown-stack-')));
  fs.chmodSync(folder, 0o711);
});

beforeEach(async () => {
  dataDir = path.join(folder, `data-${fs.readdirSync(folder).length}`);
  const ports = ['PORT', 'POSTGRES_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'STRIPE_PORT'];
  const given = await Promise.all(ports.map(async (name) => [`DRAWDOWN_${name}`, String(await freePort())]));
  env = {
    ...systemEnv(),
    HOME: os.homedir(),
    ...Object.fromEntries(given),
    DRAWDOWN_DATA_DIR: dataDir,
    DRAWDOWN_PARTS: 'postgres,temporal,stripe,worker',
  };
});

afterEach(() => clearLeftovers(createPidFile(path.join(dataDir, 'pids.json'))));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('the stack', { timeout: 90_000 }, () => {
  it('comes up, and Ctrl-C leaves no process behind', async () => {
    const stack = startStack();
    await stack.ready;
    const processes = known();
    expect(processes.map(({ name }) => name).sort()).toEqual(['postgres', 'stripe', 'temporal', 'worker']);
    stack.child.kill('SIGINT');
    stack.child.kill('SIGINT'); // npm and the terminal both send it
    expect(await stack.exitCode).toBe(0);
    expect(processes.filter(isRunning)).toEqual([]);
    expect(known()).toEqual([]);
  });

  it('starts again after it was killed, on the same data', async () => {
    const first = startStack();
    await first.ready;
    const left = known();
    first.child.kill('SIGKILL');
    await first.exitCode;
    const secret = fs.readFileSync(path.join(dataDir, 'session-secret'), 'utf8');
    const second = startStack();
    await second.ready;
    expect(left.filter(isRunning)).toEqual([]);
    expect(fs.readFileSync(path.join(dataDir, 'session-secret'), 'utf8')).toBe(secret);
    second.child.kill('SIGTERM');
    expect(await second.exitCode).toBe(0);
  });

  it('brings back whatever is killed under it', async () => {
    const stack = startStack();
    await stack.ready;
    for (const name of ['worker', 'temporal', 'postgres']) {
      process.kill(pidOf(name), 'SIGKILL');
      await stack.says(`${name} is back`);
    }
    stack.child.kill('SIGINT');
    expect(await stack.exitCode).toBe(0);
  });

  it('refuses to run twice on one data directory', async () => {
    const first = startStack();
    await first.ready;
    const second = startStack();
    expect(await second.exitCode).toBe(1);
    expect(second.output()).toContain(`already running on this data directory (pid ${first.child.pid})`);
    first.child.kill('SIGINT');
    await first.exitCode;
  });

  it('says in one line which port is taken, before it starts anything', async () => {
    const server = net.createServer().listen(Number(env.DRAWDOWN_TEMPORAL_PORT), '127.0.0.1');
    await once(server, 'listening');
    const stack = startStack();
    expect(await stack.exitCode).toBe(1);
    server.close();
    expect(stack.output().trim().split('\n')).toHaveLength(1);
    expect(stack.output()).toContain('set DRAWDOWN_TEMPORAL_PORT to another port');
  });

  it('shows the end of the log of a part that does not come up, and stops the others', async () => {
    const broken = path.join(folder, 'apps/worker/dist/main.js');
    const working = fs.readFileSync(broken, 'utf8');
    fs.writeFileSync(broken, `console.error('no such task queue'); process.exit(1);`);
    const stack = startStack();
    expect(await stack.exitCode).toBe(1);
    fs.writeFileSync(broken, working);
    expect(stack.output()).toContain('no such task queue');
    expect(stack.output()).toContain('drawdown: worker ended with code 1');
    expect(known()).toEqual([]);
  });
});
