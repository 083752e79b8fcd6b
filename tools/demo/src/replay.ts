#!/usr/bin/env node
import { readEnvironment } from './env.ts';
import { runReplay } from './replay/run-replay.ts';

const stopping = new AbortController();

process.on('SIGINT', () => {
  // The first time the run is summed up; whoever presses again does not want to wait for that.
  if (stopping.signal.aborted) process.exit(130);
  process.stderr.write('\nending what is under way; press again to leave at once\n');
  stopping.abort();
});

process.exitCode = await runReplay({
  args: process.argv.slice(2),
  environment: readEnvironment(),
  out: process.stdout,
  err: process.stderr,
  stop: stopping.signal,
});
