import { randomBytes } from 'node:crypto';
import type { Actor, PayerLink } from '@drawdown/ledger';
import type { Money } from '@drawdown/shared/money';
import type { Deps } from '../deps.ts';

type CreateLinkInput = {
  accountId: string;
  kind: PayerLink['kind'];
  lifetimeMs: number;
  buyerId?: string | undefined;
  walletId?: string | undefined;
  chargeId?: string | undefined;
  amount?: Money | undefined;
  currency?: string | undefined;
};

export type CreatedLink = { link: PayerLink; url: string };

/** Makes a link and its address. The address is known here and now, and to whoever gets it; only its hash is kept. */
export async function createLink(
  { ledger, config }: Deps,
  input: CreateLinkInput,
  actor: Actor,
): Promise<CreatedLink> {
  const token = randomBytes(32).toString('base64url');
  const link = await ledger.payerLinks.create({ ...input, token }, actor);
  return { link, url: new URL(`/pay/${token}`, config.publicUrl).toString() };
}
