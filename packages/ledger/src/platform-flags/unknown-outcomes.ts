import { newId } from '@drawdown/shared/ids';
import type { PrismaClient } from '../generated/prisma/client.ts';

/** Opens the one flag of the episode, brings it up to date, or closes it, by what is unknown at this moment. */
export async function watchUnknownOutcomes(
  prisma: PrismaClient,
  olderThanMs: number,
): Promise<'opened' | 'closed' | 'unchanged'> {
  const [unknown] = await prisma.$queryRaw<{ charges: number; since: Date | null }[]>`
    select count(*)::int as charges, min(a.started_at) as since
    from charge_attempt a join charge c on c.id = a.charge_id
    where a.outcome in ('pending', 'unknown') and c.status = 'open'
      and a.started_at < clock_timestamp() - make_interval(secs => ${olderThanMs / 1000}::float8)
      and not exists (select from charge_attempt n where n.charge_id = a.charge_id and n.number > a.number)`;
  if (!unknown || unknown.since === null) return close(prisma);
  const detail = `${unknown.charges} charges, the oldest since ${unknown.since.toISOString()}`;
  const [row] = await prisma.$queryRaw<{ is_new: boolean }[]>`
    insert into platform_flag (id, kind, detail)
    select ${newId('flag')}, 'outcomes_unknown', ${detail}
    where exists (select from platform_flag where kind = 'outcomes_unknown' and closed_at is null)
      or not exists (select from platform_flag where kind = 'charging_stopped' and closed_at is null)
    on conflict (kind) where closed_at is null
      do update set last_seen_at = clock_timestamp(), detail = excluded.detail
    returning xmax = 0 as is_new`;
  return row?.is_new === true ? 'opened' : 'unchanged';
}

async function close(prisma: PrismaClient): Promise<'closed' | 'unchanged'> {
  const closed = await prisma.$executeRaw`
    update platform_flag set closed_at = clock_timestamp(), notice_due_at = clock_timestamp(), notice_attempts = 0
    where kind = 'outcomes_unknown' and closed_at is null`;
  return closed > 0 ? 'closed' : 'unchanged';
}
