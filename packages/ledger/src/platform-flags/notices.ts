import type { PrismaClient } from '../generated/prisma/client.ts';
import { type FlagRow, toFlag } from './read.ts';
import type { PlatformFlags } from './types.ts';

type Notices = Pick<PlatformFlags, 'claimNotices' | 'noticeSent' | 'retryNoticeLater'>;

/** What operators are told: that an episode began and that it is over, each once. */
export function createPlatformNotices(prisma: PrismaClient): Notices {
  return {
    async claimNotices(limit, leaseMs) {
      const rows = await prisma.$queryRaw<(FlagRow & { notice_attempts: number })[]>`
        update platform_flag set notice_attempts = notice_attempts + 1,
          notice_due_at = clock_timestamp() + make_interval(secs => ${leaseMs / 1000}::float8)
        where id in (
          select id from platform_flag
          where notice_due_at <= clock_timestamp()
            and (opening_told_at is null or (closed_at is not null and closing_told_at is null))
            -- Of what was over long ago nobody needs to hear when a mail address is set at last.
            and (closed_at is null or closed_at > clock_timestamp() - interval '1 day')
          order by notice_due_at limit ${limit} for update skip locked)
        returning id, kind, detail, opened_at, last_seen_at, closed_at, notice_attempts`;
      return rows.map((row) => ({
        flag: toFlag(row),
        news: row.closed_at === null ? 'opened' : 'closed',
        attempts: row.notice_attempts,
      }));
    },

    async noticeSent({ flag, news }) {
      // The end tells of the beginning too. An end that came while the beginning was being told is still to be told.
      await prisma.$executeRaw`
        update platform_flag set opening_told_at = coalesce(opening_told_at, clock_timestamp()),
          closing_told_at = case when ${news} = 'closed' then clock_timestamp() end,
          notice_due_at = clock_timestamp(), notice_attempts = 0, notice_error = null
        where id = ${flag.id} and closing_told_at is null`;
    },

    async retryNoticeLater(flagId, delayMs, error) {
      await prisma.$executeRaw`
        update platform_flag set notice_error = ${error.slice(0, 500)},
          notice_due_at = clock_timestamp() + make_interval(secs => ${delayMs / 1000}::float8)
        where id = ${flagId} and closing_told_at is null`;
    },
  };
}
