import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { DAY, DAY_LEADS, DAY_SEED, dayCsv, makeDay } from './day.ts';

const path = fileURLToPath(new URL('../../../examples/leads-one-day.csv', import.meta.url));
await writeFile(path, dayCsv(makeDay({ seed: DAY_SEED, leads: DAY_LEADS })));
console.log(`${path}: ${DAY_LEADS} leads on ${DAY}, seed ${DAY_SEED}`);
