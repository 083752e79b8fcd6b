// What `npm start` runs, from its sources and with the apps of another folder.
import { runStack } from '../stack/run-stack.ts';

const [root = '', ...args] = process.argv.slice(2);

process.exitCode = await runStack({ root, args, startedAt: Date.now(), installMs: null, buildMs: null });
