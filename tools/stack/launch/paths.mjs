import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

export const inRoot = (...parts) => path.join(root, ...parts);

/** How pnpm is run, in the version that the root package.json names, without being installed first. */
export const pnpm = {
  command: 'npx',
  args: ['-y', JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8')).packageManager],
  env: {
    npm_config_prefer_offline: 'true', // what was downloaded once must not need the network again
    npm_config_fetch_retries: '3',
    npm_config_fetch_retry_mintimeout: '1000',
    npm_config_fetch_retry_maxtimeout: '5000', // npm's own minute is a long silence for somebody who is offline
  },
};
