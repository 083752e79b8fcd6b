import { strict as assert } from 'node:assert';
import { pauseWorkflowId } from '@drawdown/shared/workflows';
import { eventually } from '../stage/eventually.ts';
import type { Stage } from '../stage/open-stage.ts';
import type { Traveled } from './journey.ts';

const SETTLES_WITHIN_MS = 120_000;

type Told = {
  incidents: number;
  declines: number;
  episodes: number;
  resumed: number;
  paused_hooks: number;
  resumed_hooks: number;
  charged_leads: number;
  lead_hooks: number;
  failed_refunds: number;
  refund_mails: number;
  issued: number;
  issued_mails: number;
  overdue: number;
  overdue_mails: number;
};

/** No pause stands without a reason, and everything is told exactly once. */
export async function verifyNotices({ bench, sql }: Stage, traveled: readonly Traveled[]): Promise<void> {
  for (const { accountId, buyerId } of traveled) {
    const facts = await bench.ledger.pauses.facts(buyerId);
    assert.deepEqual(facts?.open ?? [], [], `buyer ${buyerId} is still paused`);
    assert.equal(facts?.episode ?? null, null, `buyer ${buyerId} has a pause without a reason`);
    await eventually(() => pauseWorkflowEnded(bench, buyerId), SETTLES_WITHIN_MS);

    const { rows } = await sql.query<Told>(TOLD, [accountId]);
    const told = rows[0];
    assert.ok(told !== undefined);
    assert.equal(told.declines, told.incidents, `mails about declined cards of account ${accountId}`);
    assert.equal(told.resumed, told.episodes, `mails about resumed delivery of account ${accountId}`);
    assert.deepEqual(
      [told.paused_hooks, told.resumed_hooks],
      [told.episodes, told.episodes],
      `webhooks about pauses of account ${accountId}`,
    );
    assert.equal(told.lead_hooks, told.charged_leads, `webhooks about leads of account ${accountId}`);
    assert.equal(
      told.refund_mails,
      told.failed_refunds,
      `mails about failed refunds of account ${accountId}`,
    );
    assert.equal(told.issued_mails, told.issued, `mails about invoices of account ${accountId}`);
    assert.equal(told.overdue_mails, told.overdue, `mails about overdue invoices of account ${accountId}`);
  }
  // What a killed worker had taken is leased to it for minutes: as if they were over.
  await sql.query('update email set due_at = clock_timestamp() where sent_at is null');
  await eventually(async () => {
    const { rows } = await sql.query('select id, kind, last_error from email where sent_at is null');
    assert.deepEqual(rows, [], 'mails that were not sent');
    const waiting = await bench.ledger.outbox.backlog();
    assert.equal(waiting.waiting, 0, 'messages in the outbox');
  }, SETTLES_WITHIN_MS);
}

const TOLD = `select
  (select count(*)::int from card_incident where account_id = $1) as incidents,
  (select count(*)::int from email where account_id = $1 and kind in ('charge_declined', 'action_needed')) as declines,
  (select count(*)::int from pause_episode where account_id = $1) as episodes,
  (select count(*)::int from email where account_id = $1 and kind = 'resumed') as resumed,
  (select count(*)::int from outgoing_webhook where account_id = $1 and type = 'buyer.paused') as paused_hooks,
  (select count(*)::int from outgoing_webhook where account_id = $1 and type = 'buyer.resumed') as resumed_hooks,
  (select count(*)::int from charge where account_id = $1 and purpose = 'lead') as charged_leads,
  (select count(*)::int from outgoing_webhook where account_id = $1 and type like 'delivery.%') as lead_hooks,
  (select count(*)::int from refund where account_id = $1 and status = 'failed') as failed_refunds,
  (select count(distinct occasion)::int from email where account_id = $1 and kind = 'refund_failed') as refund_mails,
  (select count(*)::int from invoice where account_id = $1 and kind = 'net_terms' and issued_at is not null) as issued,
  (select count(distinct occasion)::int from email where account_id = $1 and kind = 'invoice_issued'
    and occasion like '%:issued') as issued_mails,
  (select count(*)::int from invoice where account_id = $1 and overdue_since is not null) as overdue,
  (select count(distinct occasion)::int from email where account_id = $1 and kind = 'invoice_overdue'
    and occasion like '%:overdue') as overdue_mails`;

async function pauseWorkflowEnded({ client }: Stage['bench'], buyerId: string): Promise<void> {
  const workflows = client.workflow.list({ query: `WorkflowId = '${pauseWorkflowId(buyerId)}'` });
  for await (const { status } of workflows) {
    assert.notEqual(status.name, 'RUNNING', `the pause of buyer ${buyerId} still runs`);
  }
}
