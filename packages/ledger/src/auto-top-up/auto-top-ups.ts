import { recordAudit } from '../audit/record.ts';
import type { Database } from '../database/connection.ts';
import { moneyOf } from '../database/parse.ts';
import { readRule } from './read.ts';
import { saveWithin } from './save.ts';
import type { AutoTopUps, SaveAutoTopUpResult } from './types.ts';

const previewer = { kind: 'system', id: 'preview', label: 'Preview' } as const;

export function createAutoTopUps({ prisma }: Database): AutoTopUps {
  return {
    get: (accountId, walletId) => readRule(prisma, accountId, walletId),

    save: (input, actor) => prisma.$transaction((records) => saveWithin(records, input, actor)),

    async preview(input) {
      try {
        await prisma.$transaction(async (records) => {
          const result = await saveWithin(records, { ...input, consentText: 'preview' }, previewer);
          // Saved for real and taken back: whatever decides about a charge, the answer cannot differ from it.
          throw new TakenBack(await chargeOf(result, records));
        });
      } catch (error) {
        if (error instanceof TakenBack) return error.charge;
        throw error;
      }
      return null;
    },

    async sweep(limit) {
      // Those that could not start the last time come last, in any order, so that no number of them keeps out the rest.
      const due = await prisma.$queryRaw<{ account_id: string; id: string }[]>`
        select w.account_id, w.id from wallet w
        join book_account b on b.id = w.book_account_id
        join auto_top_up_rule r on r.wallet_id = w.id
        where w.auto_top_up_at_minor is not null and b.balance - b.held <= w.auto_top_up_at_minor
          and not exists (
            select from top_up t where t.wallet_id = w.id and t.trigger = 'auto' and t.ended_at is null)
        order by r.not_started_because is not null, random() limit ${limit}`;
      const started: string[] = [];
      for (const { account_id, id } of due) {
        const [row] = await prisma.$queryRaw<{ id: string | null }[]>`
          select check_auto_top_up(${account_id}, ${id}) as id`;
        if (row?.id) started.push(row.id);
      }
      return started;
    },

    async suspend(walletId, because, actor) {
      await prisma.$transaction(async (records) => {
        const [wallet] = await records.$queryRaw<{ account_id: string }[]>`
          select account_id from wallet where id = ${walletId}`;
        if (wallet === undefined) return;
        await records.$queryRaw`select lock_wallet(${wallet.account_id}, ${walletId})`;
        const count = await records.$executeRaw`
          update auto_top_up_rule r
          set suspended_at = clock_timestamp(), suspended_because = ${because}, updated_at = clock_timestamp(),
            suspended_fingerprint = (
              select coalesce(m.fingerprint, m.id) from payment_method m
              where m.account_id = r.account_id and m.is_default
                and coalesce(m.buyer_id, '') = coalesce(r.payer_buyer_id, ''))
          where r.wallet_id = ${walletId} and r.suspended_at is null`;
        if (count === 0) return;
        await recordAudit(records, {
          accountId: wallet.account_id,
          actor,
          action: 'auto_top_up.suspended',
          subjectId: walletId,
          after: { because },
        });
      });
    },
  };
}

/** Undoes a preview's transaction and carries out what it would have charged. */
class TakenBack extends Error {
  readonly charge: Awaited<ReturnType<AutoTopUps['preview']>>;

  constructor(charge: Awaited<ReturnType<AutoTopUps['preview']>>) {
    super('a preview changes nothing');
    this.charge = charge;
  }
}

async function chargeOf(result: SaveAutoTopUpResult, records: Parameters<typeof saveWithin>[0]) {
  if (result.outcome !== 'saved' || result.startedTopUpId === null) return null;
  const [topUp] = await records.$queryRaw<{ amount_minor: bigint; currency: string }[]>`
    select amount_minor, currency from top_up where id = ${result.startedTopUpId}`;
  return topUp === undefined ? null : { amount: moneyOf(topUp.amount_minor, topUp.currency) };
}
