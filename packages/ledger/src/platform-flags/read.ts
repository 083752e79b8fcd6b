import { oneOf } from '../database/parse.ts';
import type { PlatformFlag } from './types.ts';

const KINDS = ['charging_stopped', 'outcomes_unknown'] as const;

export type FlagRow = {
  id: string;
  kind: string;
  detail: string;
  opened_at: Date;
  last_seen_at: Date;
  closed_at: Date | null;
};

export function toFlag(row: FlagRow): PlatformFlag {
  return {
    id: row.id,
    kind: oneOf(KINDS, row.kind),
    detail: row.detail,
    openedAt: row.opened_at,
    lastSeenAt: row.last_seen_at,
    closedAt: row.closed_at,
  };
}
