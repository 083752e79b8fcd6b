import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ReplayEnvironment } from '../env.ts';
import { ReplayFailure } from './failure.ts';

const demoFileSchema = z.object({ apiUrl: z.url(), apiKey: z.string().min(1) });

export type Target = { apiUrl: string; apiKey: string };

type Given = { url: string | undefined; key: string | undefined };

/** Which Drawdown to play against: what was given by hand, and for the rest what the running demo left in its data. */
export async function findTarget({ url, key }: Given, environment: ReplayEnvironment): Promise<Target> {
  const givenKey = key ?? environment.apiKey;
  if (url !== undefined && givenKey !== undefined) return { apiUrl: url, apiKey: givenKey };
  const demo = await readDemoFile(join(environment.dataDir, 'demo.json'));
  return { apiUrl: url ?? demo.apiUrl, apiKey: givenKey ?? demo.apiKey };
}

async function readDemoFile(path: string): Promise<Target> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ReplayFailure(
      `no running demo is known (${path} is missing): run npm start first, or give --url and --key`,
      { cause },
    );
  });
  const parsed = demoFileSchema.safeParse(parseJson(text));
  if (!parsed.success)
    throw new ReplayFailure(`${path} is not readable: run npm start again, or give --url and --key`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
