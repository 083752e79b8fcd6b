import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import type { Records } from '../database/connection.ts';
import { Prisma } from '../generated/prisma/client.ts';

export type AuditEvent = {
  accountId: string;
  actor: Actor;
  /** Noun and past participle, such as `buyer.created`. */
  action: string;
  subjectId: string;
  before?: Prisma.InputJsonObject | undefined;
  after?: Prisma.InputJsonObject | undefined;
};

/** Belongs into the transaction of the change, so that neither is ever there without the other. */
export async function recordAudit(records: Records, event: AuditEvent): Promise<void> {
  await records.auditRow.create({
    data: {
      id: newId('audit'),
      accountId: event.accountId,
      actorKind: event.actor.kind,
      actorId: event.actor.id,
      actorLabel: event.actor.label,
      action: event.action,
      subjectId: event.subjectId,
      before: event.before ?? Prisma.DbNull,
      after: event.after ?? Prisma.DbNull,
    },
  });
}

/** Makes a value fit for a JSON column: minor units become decimal strings. */
export function auditable(values: Record<string, unknown>): Prisma.InputJsonObject {
  return JSON.parse(
    JSON.stringify(values, (_key, value) => (typeof value === 'bigint' ? value.toString() : value)),
  );
}
