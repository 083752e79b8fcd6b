// Generates Prisma's client without the engine that Prisma would download first: generating never runs it, so any
// existing file may stand in its place.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('prisma', ['generate', '--no-hints'], {
  cwd: import.meta.dirname,
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
});
process.exit(status ?? 1);
