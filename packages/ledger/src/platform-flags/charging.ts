import { newId } from '@drawdown/shared/ids';
import type { PrismaClient } from '../generated/prisma/client.ts';
import type { PlatformFlags } from './types.ts';

const DETAIL_LENGTH = 500;

type Charging = Pick<
  PlatformFlags,
  'stopCharging' | 'isChargingStopped' | 'takeTurn' | 'returnProbe' | 'resumeCharging'
>;

/** Whether cards are charged at all. One row for every process, so that they stop and go on together. */
export function createCharging(prisma: PrismaClient): Charging {
  return { stopCharging, isChargingStopped, takeTurn, returnProbe, resumeCharging };

  async function stopCharging(detail: string, { firstMs }: { firstMs: number }): Promise<boolean> {
    const [row] = await prisma.$queryRaw<{ is_new: boolean }[]>`
      insert into platform_flag (id, kind, detail, next_probe_at)
      values (${newId('flag')}, 'charging_stopped', ${detail.slice(0, DETAIL_LENGTH)},
        clock_timestamp() + make_interval(secs => ${firstMs / 1000}::float8))
      on conflict (kind) where closed_at is null
        do update set last_seen_at = clock_timestamp(), detail = excluded.detail
      returning xmax = 0 as is_new`;
    return row?.is_new ?? false;
  }

  async function isChargingStopped(): Promise<boolean> {
    const rows = await prisma.$queryRaw<object[]>`
      select 1 from platform_flag where kind = 'charging_stopped' and closed_at is null`;
    return rows.length > 0;
  }

  async function takeTurn({ firstMs, longestMs }: { firstMs: number; longestMs: number }) {
    // Taking it moves the next one away: whoever comes at the same moment finds it taken, and one who dies with it
    // holds up nobody for longer than that.
    const [taken] = await prisma.$queryRaw<{ id: string }[]>`
      update platform_flag set probes = probes + 1, next_probe_at = clock_timestamp() + make_interval(
        secs => least(${firstMs}::float8 * 2 ^ least(probes + 1, 30), ${longestMs}::float8) / 1000)
      where kind = 'charging_stopped' and closed_at is null and next_probe_at <= clock_timestamp()
      returning id`;
    if (taken) return { turn: 'probe', flagId: taken.id } as const;
    return { turn: (await isChargingStopped()) ? 'stopped' : 'running' } as const;
  }

  async function returnProbe(flagId: string): Promise<void> {
    await prisma.$executeRaw`
      update platform_flag set next_probe_at = clock_timestamp()
      where id = ${flagId} and kind = 'charging_stopped' and closed_at is null`;
  }

  async function resumeCharging(flagId: string): Promise<boolean> {
    const closed = await prisma.$executeRaw`
      update platform_flag set closed_at = clock_timestamp(), notice_due_at = clock_timestamp(), notice_attempts = 0
      where id = ${flagId} and kind = 'charging_stopped' and closed_at is null`;
    return closed > 0;
  }
}
