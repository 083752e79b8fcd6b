import { newId } from '@drawdown/shared/ids';
import type { Records } from '../database/connection.ts';
import type { PaymentMethodRow } from '../generated/prisma/client.ts';
import { writeToOutbox } from '../outbox/write.ts';
import { fingerprintOf } from '../payment-methods/fingerprint.ts';

/** The open incident of this card in this account, opened when there is none. Under the lock of the card's budget. */
export async function joinIncident(
  records: Records,
  accountId: string,
  card: PaymentMethodRow,
): Promise<{ id: string; isNew: boolean }> {
  const fingerprint = fingerprintOf(card);
  await records.cardBudgetRow.createMany({ data: [{ fingerprint }], skipDuplicates: true });
  await records.$queryRaw`select fingerprint from card_budget where fingerprint = ${fingerprint} for update`;
  const open = await records.cardIncidentRow.findFirst({ where: { accountId, fingerprint, closedAt: null } });
  if (open !== null) return { id: open.id, isNew: false };
  const id = newId('incident');
  await records.cardIncidentRow.create({ data: { id, accountId, fingerprint, paymentMethodId: card.id } });
  return { id, isNew: true };
}

/** Ends the incident once nothing waits for its card any more; else the others look again whether it is their turn. */
export async function leaveIncident(records: Records, incidentId: string): Promise<void> {
  await records.$executeRaw`select end_incident(${incidentId})`;
  await tellSiblings(records, { chargeId: null, incidentId });
}

type Siblings = { chargeId: string | null; incidentId: string };

/** The other failing charges of an incident look for themselves what it means for them: whose turn it is, or nobody's. */
export async function tellSiblings(records: Records, { chargeId, incidentId }: Siblings): Promise<void> {
  const siblings = await records.chargeRow.findMany({
    where: {
      incidentId,
      retryState: { in: ['scheduled', 'follows'] },
      ...(chargeId !== null && { id: { not: chargeId } }),
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  for (const { id } of siblings) {
    await writeToOutbox(records, { kind: 'charge_news', chargeId: id, news: 'paymentMethodUpdated' });
  }
}
