import { writeFile } from 'node:fs/promises';
import { bundleWorkflows } from './temporal/workflow-bundle.ts';

// The last step of the build: the worker then starts without a bundler.
const { code } = await bundleWorkflows();
await writeFile(new URL('./workflow-bundle.js', import.meta.url), code);
