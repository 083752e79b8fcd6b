import { fileURLToPath } from 'node:url';
import { runStack } from './stack/run-stack.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const args = process.argv.slice(2);

const exitCode = await runStack({ root, args, startedAt: Date.now(), installMs: null, buildMs: null });
// What was still being started when somebody stopped it must not keep this process.
process.exit(exitCode);
