import type { Records } from '../database/connection.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { EmailKind } from './types.ts';

export type Mail = {
  accountId: string;
  /** The buyer whom it concerns; he gets it too if he wants mail. */
  buyerId: string | null;
  kind: EmailKind;
  occasion: string;
  data: Prisma.InputJsonObject;
};

/**
 * One mail for the agency and, where the buyer wants to hear of it, one for the buyer, written in the transaction that makes
 * it necessary. The same occasion is told once: false when it was told before.
 */
export async function writeMail(records: Records, mail: Mail): Promise<boolean> {
  const { accountId, buyerId, kind, occasion, data } = mail;
  const told = await records.emailRow.findFirst({ where: { accountId, kind, occasion } });
  if (told !== null) return false;
  await records.$executeRaw`
    select write_mail(${accountId}, ${buyerId}::text, ${kind}, ${occasion}, ${JSON.stringify(data)}::jsonb)`;
  return true;
}
