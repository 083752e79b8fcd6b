import type { Actor } from '../accounts/types.ts';
import { auditable, recordAudit } from '../audit/record.ts';
import type { Records } from '../database/connection.ts';
import { type CheckedRule, checkRule } from './check.ts';
import { readRule } from './read.ts';
import type { SaveAutoTopUpInput, SaveAutoTopUpResult } from './types.ts';

/** Saves the rule and starts what is due, within the caller's transaction and under the wallet's lock. */
export async function saveWithin(
  records: Records,
  input: SaveAutoTopUpInput,
  actor: Actor,
): Promise<SaveAutoTopUpResult> {
  const { accountId, walletId } = input;
  const checked = await checkRule(records, input);
  if (checked.outcome !== 'permitted') return checked;
  // Before the rule is touched: a draw that is under way decides by the rule as it was, the next one by the new one.
  await records.$queryRaw`select lock_wallet(${accountId}, ${walletId})`;
  const before = await readRule(records, accountId, walletId);
  await writeRule(records, { input, checked, actor });
  await resumeWithAnotherCard(records, walletId);
  await recordAudit(records, {
    accountId,
    actor,
    action: 'auto_top_up.saved',
    subjectId: walletId,
    ...(before && { before: auditable(before) }),
    after: auditable({ ...input, dailyLimitMinor: checked.dailyLimitMinor }),
  });
  const [started] = await records.$queryRaw<{ id: string | null }[]>`
    select check_auto_top_up(${accountId}, ${walletId}) as id`;
  const rule = await readRule(records, accountId, walletId);
  if (rule === null) throw new Error('the rule that was just saved is not there');
  return { outcome: 'saved', rule, startedTopUpId: started?.id ?? null };
}

type NewRule = { input: SaveAutoTopUpInput; checked: CheckedRule; actor: Actor };

/** What suspended the rule stays: saving it again is no reason to charge a declined card again. */
async function writeRule(records: Records, { input, checked, actor }: NewRule): Promise<void> {
  await records.$executeRaw`
    insert into auto_top_up_rule (wallet_id, account_id, currency, enabled, threshold_minor, amount_minor,
        target_balance_minor, payer, payer_buyer_id, daily_limit_minor, monthly_limit_minor, consent_text, consent_by,
        consent_at)
      values (${input.walletId}, ${input.accountId}, ${checked.currency}, ${input.enabled},
        ${input.threshold.amountMinor}, ${input.amount?.amountMinor ?? null}::bigint,
        ${input.targetBalance?.amountMinor ?? null}::bigint, ${input.payer}, ${checked.payerBuyerId},
        ${checked.dailyLimitMinor}::bigint, ${checked.monthlyLimitMinor}::bigint, ${input.consentText}, ${actor.label},
        clock_timestamp())
      on conflict (wallet_id) do update
        set enabled = excluded.enabled, threshold_minor = excluded.threshold_minor,
          amount_minor = excluded.amount_minor, target_balance_minor = excluded.target_balance_minor,
          payer = excluded.payer, payer_buyer_id = excluded.payer_buyer_id,
          daily_limit_minor = excluded.daily_limit_minor, monthly_limit_minor = excluded.monthly_limit_minor,
          consent_text = excluded.consent_text, consent_by = excluded.consent_by, consent_at = excluded.consent_at,
          not_started_because = null, updated_at = clock_timestamp()`;
}

/** The rule now charges another card than the one that suspended it. */
async function resumeWithAnotherCard(records: Records, walletId: string): Promise<void> {
  await records.$queryRaw`
    select resume_auto_top_up(r.wallet_id, 'another card')
    from auto_top_up_rule r
    join payment_method m on m.account_id = r.account_id and m.is_default
      and coalesce(m.buyer_id, '') = coalesce(r.payer_buyer_id, '')
    where r.wallet_id = ${walletId} and r.suspended_because <> 'safety_net'
      and coalesce(m.fingerprint, m.id) is distinct from r.suspended_fingerprint`;
}
