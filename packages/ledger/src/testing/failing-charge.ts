import { newId } from '@drawdown/shared/ids';
import type pg from 'pg';
import type { Ledger } from '../ledger.ts';
import { type Scenario, tester, usd } from './scenario.ts';

type FailingCharge = {
  walletId: string;
  amountMinor: number;
  buyers: { id: string; policy: 'pause' | 'continue'; effect?: 'pause' | 'pause_when_exhausted' }[];
};

/** A card top-up of the account that was declined and is queued for retry, with the buyers it concerns. */
export async function failCharge(
  { ledger, client, scenario }: { ledger: Ledger; client: pg.Client; scenario: Scenario },
  { walletId, amountMinor, buyers }: FailingCharge,
): Promise<{ topUpId: string; chargeId: string }> {
  const { accountId } = scenario;
  const requested = await ledger.topUps.request(
    { accountId, walletId, amount: usd(amountMinor), funding: 'account_card' },
    tester,
  );
  if (requested.outcome !== 'accepted') throw new Error(requested.outcome);
  const { id: topUpId, chargeId } = requested.topUp;
  if (chargeId === null) throw new Error('a card top-up has a charge');
  await client.query('begin');
  await client.query('select lock_wallet($1, $2)', [accountId, walletId]);
  await client.query(`update top_up set status = 'retrying' where id = $1`, [topUpId]);
  // Each account's card is a card of its own: declines count against the card, over all accounts.
  await client.query(`update payment_method set fingerprint = 'fp_' || account_id where account_id = $1`, [
    accountId,
  ]);
  await client.query(
    `insert into card_incident (id, account_id, fingerprint, payment_method_id)
     select $2, c.account_id, m.fingerprint, m.id from charge c join payment_method m on m.id = c.payment_method_id
     where c.id = $1 on conflict do nothing`,
    [chargeId, newId('incident')],
  );
  await client.query(
    `insert into charge_attempt (charge_id, number, payment_method_id, outcome, decline_code, decided_at, fingerprint)
     select c.id, 1, c.payment_method_id, 'declined', 'insufficient_funds', now(), m.fingerprint
     from charge c join payment_method m on m.id = c.payment_method_id where c.id = $1`,
    [chargeId],
  );
  await client.query(
    `update charge c set retry_state = 'scheduled', next_attempt_at = now() + interval '1 day', first_declined_at = now(),
       decline_class = 'soft_funds', incident_id = (
         select i.id from card_incident i join payment_method m on m.fingerprint = i.fingerprint
         where m.id = c.payment_method_id and i.account_id = c.account_id and i.closed_at is null)
     where c.id = $1`,
    [chargeId],
  );
  for (const { id, policy, effect = 'pause' } of buyers) {
    await client.query(
      `insert into affected_buyer (charge_id, buyer_id, account_id, policy) values ($1, $2, $3, $4)`,
      [chargeId, id, accountId, policy],
    );
    if (policy === 'continue') continue;
    await client.query(
      `insert into pause_reason (id, account_id, buyer_id, reason, subject_id, effect, amount_minor)
       values ($1, $2, $3, 'charge_declined', $4, $5, $6)`,
      [newId('pauseReason'), accountId, id, chargeId, effect, amountMinor],
    );
  }
  await client.query('commit');
  return { topUpId, chargeId };
}
