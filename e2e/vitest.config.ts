import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const conditions = ['@drawdown/source', 'module', 'node', 'development|production'];

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'e2e',
    include: ['src/**/*.journey.ts'],
    pool: 'forks',
    fileParallelism: false,
    // A journey is one story: what follows a step that failed says nothing.
    bail: 1,
    testTimeout: 60_000,
    hookTimeout: 240_000,
    teardownTimeout: 30_000,
  },
});
