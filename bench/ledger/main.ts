import { HELP, parseBenchArguments } from './arguments.ts';
import { runBench } from './run-bench.ts';

const options = parseBenchArguments(process.argv.slice(2));
if (options === null) console.log(HELP);
else process.exitCode = await runBench(options);
