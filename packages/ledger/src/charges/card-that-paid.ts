import type { Records } from '../database/connection.ts';

/** The card whose attempt brought the money; null where it is known to be none that is saved here. */
export async function cardThatPaid(records: Records, chargeId: string): Promise<string | null> {
  const [paid] = await records.$queryRaw<{ id: string | null }[]>`select card_that_paid(${chargeId}) as id`;
  return paid?.id ?? null;
}
