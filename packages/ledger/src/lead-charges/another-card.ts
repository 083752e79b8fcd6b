import type { Records } from '../database/connection.ts';

type OtherCard = { buyerId: string | null; fingerprint: string; updatedByIssuer: boolean };

/**
 * A buyer that a declined lead has paused gets leads again once another card is its default, or the bank has sent new
 * details: that card is tried for the next lead. The same card saved again is no reason to go on. Under the locks of the
 * buyer's cards and wallet.
 */
export async function liftForAnotherCard(
  records: Records,
  { buyerId, fingerprint, updatedByIssuer }: OtherCard,
): Promise<void> {
  if (buyerId === null) return;
  await records.$executeRaw`
    update pause_reason r set closed_at = clock_timestamp(), closed_as = 'gone'
    from charge c join card_incident i on i.id = c.incident_id
    where r.buyer_id = ${buyerId} and r.closed_at is null and c.id = r.subject_id and c.buyer_id = r.buyer_id
      and c.purpose = 'lead' and c.top_up_id is null
      and (${updatedByIssuer} or i.fingerprint <> ${fingerprint})`;
}
