import type { Database } from '../database/connection.ts';
import { createCharging } from './charging.ts';
import { createPlatformNotices } from './notices.ts';
import { type FlagRow, toFlag } from './read.ts';
import type { PlatformFlags } from './types.ts';
import { watchUnknownOutcomes } from './unknown-outcomes.ts';

/** What is wrong with the installation as a whole; no account owns it. */
export function createPlatformFlags({ prisma }: Database): PlatformFlags {
  return {
    ...createCharging(prisma),
    ...createPlatformNotices(prisma),
    watchUnknownOutcomes: (olderThanMs) => watchUnknownOutcomes(prisma, olderThanMs),

    async listOpen() {
      const rows = await prisma.$queryRaw<FlagRow[]>`
        select id, kind, detail, opened_at, last_seen_at, closed_at from platform_flag
        where closed_at is null order by opened_at, id`;
      return rows.map(toFlag);
    },
  };
}
