import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

const progressEveryMs = 15_000;

const running = new Set();

/** Until the answer is called, a signal ends this process and, first, every command that it runs. */
export function endOnSignals() {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const end = () => {
    stopRunning();
    process.exit(130);
  };
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}

function stopRunning() {
  for (const child of running) {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // it has just ended by itself
    }
  }
}

export const seconds = (ms) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;

/**
 * Runs a command with its output kept back, and says every quarter of a minute that it is still at work.
 * Answers its exit code and everything it printed; a command that cannot be started has code 127.
 */
export function runQuietly({ title, command, args, env = {}, log = console.log }) {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    let output = '';
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a process group of its own, so that it ends as a whole
    });
    if (child.pid !== undefined) running.add(child);
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const progress = setInterval(
      () => log(`  still ${title} (${seconds(Date.now() - startedAt)})`),
      progressEveryMs,
    );
    const end = (code) => {
      clearInterval(progress);
      running.delete(child);
      resolve({ code, output, elapsedMs: Date.now() - startedAt });
    };
    child.on('error', (error) => {
      keep(error.message);
      end(127);
    });
    child.on('close', (code, signal) => end(code ?? (signal ? 128 : 1)));
  });
}

export const lastLines = (text, count) => text.trimEnd().split('\n').slice(-count).join('\n');
