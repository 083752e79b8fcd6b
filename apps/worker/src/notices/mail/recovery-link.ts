import { randomBytes } from 'node:crypto';
import type { Ledger, WaitingEmail } from '@drawdown/ledger';
import { timeWords } from '../words/time-words.ts';
import type { Fields } from './fields.ts';

/** As long as a payment waits for its payer. */
const LIFETIME_MS = 7 * 24 * 3600 * 1000;

const MAIL = { kind: 'system', id: 'mail', label: 'Mail' } as const;

export type RecoveryLink = { url: string; token: string; expiresAt: string };

/**
 * A fresh link for whoever has to confirm the payment, or nothing for who has not. Made only now, because its token is
 * kept nowhere; a mail that is written again therefore carries another link, and the older one is dead. One that a person has
 * made for the same payment stays the one that works.
 */
export async function recoveryLink(
  { payerLinks, buyers }: Pick<Ledger, 'payerLinks' | 'buyers'>,
  email: Pick<WaitingEmail, 'accountId' | 'audience'>,
  { fields, publicUrl }: { fields: Fields; publicUrl: string },
): Promise<RecoveryLink | null> {
  const chargeId = fields.text('chargeId');
  if (chargeId === null) return null;
  // One link lives at a time: the agency gets it only where no mail to the buyer carries it.
  if (email.audience === 'agency' && (await isBuyerTold(buyers, email.accountId, fields))) return null;
  const token = randomBytes(32).toString('base64url');
  const link = await payerLinks.createUnlessHandmade(
    { accountId: email.accountId, kind: 'authenticate', token, chargeId, lifetimeMs: LIFETIME_MS },
    MAIL,
  );
  if (link === null) return null;
  return { url: new URL(`/pay/${token}`, publicUrl).href, token, expiresAt: timeWords(link.expiresAt) };
}

async function isBuyerTold(buyers: Ledger['buyers'], accountId: string, fields: Fields): Promise<boolean> {
  const buyerId = fields.text('buyerId');
  if (fields.text('payer') !== 'buyer' || buyerId === null) return false;
  const buyer = await buyers.get(accountId, buyerId);
  return buyer !== null && buyer.email !== null && buyer.billing.notifyBuyer;
}
