import { collectedTopUpId } from '../charges/read.ts';
import type { Records } from '../database/connection.ts';
import type { ChargeRow, TopUpRow } from '../generated/prisma/client.ts';

export type LockedCharge = { charge: ChargeRow; topUp: TopUpRow };

/**
 * Locks a charge for whoever decides how it goes on: its top-up, itself, its wallet, always in this order. Crediting the
 * top-up begins with the same lock, so that one of both comes first.
 */
export async function lockCharge(records: Records, chargeId: string): Promise<LockedCharge> {
  const topUpId = collectedTopUpId(await records.chargeRow.findUniqueOrThrow({ where: { id: chargeId } }));
  await records.$queryRaw`select id from top_up where id = ${topUpId} for update`;
  await records.$queryRaw`select id from charge where id = ${chargeId} for no key update`;
  const topUp = await records.topUpRow.findUniqueOrThrow({ where: { id: topUpId } });
  await records.$queryRaw`select lock_wallet(${topUp.accountId}, ${topUp.walletId})`;
  const charge = await records.chargeRow.findUniqueOrThrow({ where: { id: chargeId } });
  return { charge, topUp };
}
