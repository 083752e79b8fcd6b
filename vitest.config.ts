import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

// Workspace packages are tested from their sources, so that nothing has to be built first.
const clientConditions = ['@drawdown/source', ...defaultClientConditions];
const serverConditions = ['@drawdown/source', ...defaultServerConditions];

const folders = [
  ...['packages', 'apps', 'tools'].flatMap((group) =>
    fs
      .readdirSync(`${root}${group}`)
      .map((name) => ({ name, folder: `${group}/${name}` }))
      .filter(({ folder }) => fs.existsSync(`${root}${folder}/package.json`)),
  ),
  { name: 'chaos', folder: 'chaos' },
];

export default defineConfig({
  resolve: { conditions: serverConditions },
  ssr: { resolve: { conditions: serverConditions } },
  test: {
    pool: 'forks',
    maxWorkers: 2, // the servers beside them need the cores too
    globalSetup: ['tools/stack/src/testing/global-setup.ts'],
    projects: folders.map(({ name, folder }) => ({
      root: `${root}${folder}`,
      resolve: { conditions: folder === 'apps/web' ? clientConditions : serverConditions },
      ssr: { resolve: { conditions: serverConditions } },
      test: {
        name,
        include: ['{src,test,launch}/**/*.test.{ts,tsx}'],
        environment: folder === 'apps/web' ? 'happy-dom' : 'node',
        testTimeout: 30_000,
        hookTimeout: 60_000,
      },
    })),
  },
});
