import { createHash } from 'node:crypto';
import { newId } from '@drawdown/shared/ids';
import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Database } from '../database/connection.ts';
import { offerCard } from './offer-card.ts';
import { readLink, readLinks } from './read.ts';
import type { CreatePayerLinkInput, DeadBecause, PayerLink, PayerLinks } from './types.ts';

export function createPayerLinks({ prisma }: Database): PayerLinks {
  /** Null where a link that a person made is to be spared and there is one. */
  async function make(
    input: CreatePayerLinkInput,
    actor: Actor,
    { spareHandmade }: { spareHandmade: boolean },
  ): Promise<PayerLink | null> {
    const { accountId, kind, buyerId, walletId, chargeId, amount } = input;
    const id = newId('payerLink');
    const now = new Date();
    const made = await prisma.$transaction(async (records) => {
      if (chargeId !== undefined) {
        // Two that are made at once: the later one is the one that works.
        const charges = await records.$queryRaw<{ id: string }[]>`
          select id from charge where id = ${chargeId} and account_id = ${accountId} for no key update`;
        if (charges.length === 0) throw new Error(`no charge ${chargeId} in account ${accountId}`);
        const live = { chargeId, usedAt: null, revokedAt: null };
        const handmade = { ...live, expiresAt: { gt: now }, createdBy: { not: actor.label } };
        if (spareHandmade && (await records.payerLinkRow.count({ where: handmade })) > 0) return false;
        await records.payerLinkRow.updateMany({
          where: live,
          data: { revokedAt: now },
        });
      }
      await records.payerLinkRow.create({
        data: {
          id,
          accountId,
          kind,
          tokenSha256: hashOf(input.token),
          buyerId: buyerId ?? null,
          walletId: walletId ?? null,
          chargeId: chargeId ?? null,
          amountMinor: amount?.amountMinor ?? null,
          currency: amount?.currency ?? input.currency ?? null,
          createdBy: actor.label,
          expiresAt: new Date(now.getTime() + input.lifetimeMs),
        },
      });
      await recordAudit(records, {
        accountId,
        actor,
        action: 'payer_link.created',
        subjectId: id,
        after: auditable({ kind, buyerId, walletId, chargeId, amount }),
      });
      return true;
    });
    if (!made) return null;
    const link = await readLink(prisma, { id });
    if (link === null) throw new Error(`the link ${id} that was just made is not there`);
    return link;
  }

  return {
    async create(input, actor) {
      const link = await make(input, actor, { spareHandmade: false });
      if (link === null) throw new Error('a link was to be made whatever there is');
      return link;
    },

    createUnlessHandmade: (input, actor) => make(input, actor, { spareHandmade: true }),

    async open(token) {
      const link = await readLink(prisma, { tokenSha256: hashOf(token) });
      if (link === null) return { state: 'dead', because: 'unknown' };
      const because = deadBecause(link);
      return because === null ? { state: 'open', link } : { state: 'dead', because };
    },

    async use(token, result) {
      const { count } = await prisma.payerLinkRow.updateMany({
        where: { tokenSha256: hashOf(token), usedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
        data: { usedAt: new Date(), topUpId: result?.topUpId ?? null },
      });
      return count === 1;
    },

    offerCard: (linkId, paymentMethodId) =>
      prisma.$transaction((records) => offerCard(records, linkId, paymentMethodId)),

    async revoke(accountId, linkId, actor) {
      return prisma.$transaction(async (records) => {
        const { count } = await records.payerLinkRow.updateMany({
          where: { id: linkId, accountId, usedAt: null, revokedAt: null },
          data: { revokedAt: new Date() },
        });
        if (count === 0) return false;
        await recordAudit(records, { accountId, actor, action: 'payer_link.revoked', subjectId: linkId });
        return true;
      });
    },

    list: (accountId, { buyerId }) =>
      readLinks(prisma, { accountId, ...(buyerId !== undefined && { buyerId }) }),
  };
}

/** Only the hash is kept: whoever reads the database cannot open a link. */
function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

function deadBecause({ usedAt, revokedAt, expiresAt }: PayerLink): DeadBecause | null {
  if (usedAt !== null) return 'used';
  if (revokedAt !== null) return 'revoked';
  return expiresAt <= new Date() ? 'expired' : null;
}
