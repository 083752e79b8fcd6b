import { fileURLToPath } from 'node:url';
import { runStack } from './stack/run-stack.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const args = process.argv.slice(2);

process.exitCode = await runStack({ root, args, startedAt: Date.now(), installMs: null, buildMs: null });
