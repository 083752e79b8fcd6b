import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ReplayEnvironment = { dataDir: string; apiKey: string | undefined };

const repository = fileURLToPath(new URL('../../../', import.meta.url));

/** Where the stack keeps its data (as there, a relative path starts in the repository), and a key given by hand. */
export function readEnvironment(env: NodeJS.ProcessEnv = process.env): ReplayEnvironment {
  return {
    dataDir: resolve(repository, env.DRAWDOWN_DATA_DIR || '.data'),
    apiKey: env.DRAWDOWN_API_KEY || undefined,
  };
}
