import { Failure } from './failure.mjs';

const required = [20, 19];

/** Refuses a Node.js that is too old, before anything is installed with it. */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const enough = major > required[0] || (major === required[0] && minor >= required[1]);
  if (!enough)
    throw new Failure(
      `Node.js ${required.join('.')} or newer is needed and this is ${version}: install a newer one from https://nodejs.org`,
    );
}
