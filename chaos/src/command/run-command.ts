import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export type Settings = {
  seed: number;
  rounds: number;
  steps: number;
  times: number;
  wallets: number;
  phaseMinutes: number;
  /** How the names begin of what is to be tried; empty: everything. */
  only: string;
  databaseAdminUrl: string | undefined;
  say(line: string): void;
};

export type Command = {
  name: string;
  rounds?: number;
  steps?: number;
  times?: number;
  wallets?: number;
  phaseMinutes?: number;
  /** It fails rather than run on for longer than this. */
  minutes: number;
  /** Answers what it proved; throws at the first finding. */
  run(settings: Settings): Promise<string>;
};

/** Runs one proof from the command line: says its seed first, ends in time, exit code 1 on any finding. */
export async function runCommand({ name, minutes, run, ...defaults }: Command): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(2).filter((argument) => argument !== '--'),
    options: {
      seed: { type: 'string' },
      rounds: { type: 'string' },
      steps: { type: 'string' },
      times: { type: 'string' },
      wallets: { type: 'string' },
      'phase-minutes': { type: 'string' },
      only: { type: 'string' },
      minutes: { type: 'string' },
      'database-admin-url': { type: 'string' },
    },
  });
  const say = (line: string) => console.log(`${name}: ${line}`);
  const seed = wholeNumber(values.seed) ?? randomInt(2 ** 31);
  const limit = wholeNumber(values.minutes) ?? minutes;
  const deadline = setTimeout(() => {
    say(`has not ended within ${limit} minutes (--seed ${seed})`);
    process.exit(1);
  }, limit * 60_000);
  try {
    say(`--seed ${seed}`);
    const proved = await run({
      seed,
      rounds: wholeNumber(values.rounds) ?? defaults.rounds ?? 1,
      steps: wholeNumber(values.steps) ?? defaults.steps ?? 1,
      times: wholeNumber(values.times) ?? defaults.times ?? 1,
      wallets: wholeNumber(values.wallets) ?? defaults.wallets ?? 1,
      phaseMinutes: wholeNumber(values['phase-minutes']) ?? defaults.phaseMinutes ?? 1,
      only: values.only ?? '',
      databaseAdminUrl: values['database-admin-url'],
      say,
    });
    say(proved);
  } catch (error) {
    say(`FINDING (--seed ${seed})`);
    console.error(error);
    process.exitCode = 1;
  } finally {
    clearTimeout(deadline);
  }
}

function wholeNumber(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,12}$/.test(text)) throw new Error(`"${text}" is not a whole number`);
  return Number(text);
}
