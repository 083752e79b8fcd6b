import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import type { OpenItem } from './types.ts';

type Ending = { accountId: string; actor: Actor; open: OpenItem[] };

/** Turns off and withdraws what would bring money into a wallet that nobody draws on any more. */
export async function endWhatEnds(records: Records, { accountId, actor, open }: Ending): Promise<void> {
  for (const { kind, effect, subjects } of open) {
    if (effect !== 'ends') continue;
    if (kind === 'auto_top_up') await turnOff(records, { accountId, actor, walletIds: subjects });
    if (kind === 'payer_links') await revokePayLinks(records, { accountId, actor, linkIds: subjects });
  }
}

async function turnOff(
  records: Records,
  { accountId, actor, walletIds }: { accountId: string; actor: Actor; walletIds: string[] },
): Promise<void> {
  for (const walletId of walletIds) {
    await records.autoTopUpRuleRow.updateMany({
      where: { walletId, enabled: true },
      data: { enabled: false, notStartedBecause: null, updatedAt: new Date() },
    });
    await recordAudit(records, {
      accountId,
      actor,
      action: 'auto_top_up.turned_off',
      subjectId: walletId,
      after: auditable({ because: 'the buyer no longer draws on this wallet' }),
    });
  }
}

async function revokePayLinks(
  records: Records,
  { accountId, actor, linkIds }: { accountId: string; actor: Actor; linkIds: string[] },
): Promise<void> {
  for (const id of linkIds) {
    const { count } = await records.payerLinkRow.updateMany({
      where: { id, accountId, usedAt: null, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count > 0)
      await recordAudit(records, { accountId, actor, action: 'payer_link.revoked', subjectId: id });
  }
}
