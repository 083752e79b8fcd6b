import { tester } from '@drawdown/ledger/testing';
import { topUpClient, type WorkerProcess } from '@drawdown/worker/testing';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { attemptsOf } from '../dead-card/dead-card.ts';
import { type Agency, HASTY_POLICY, openAgency } from '../stage/agency.ts';
import { type ApiProcess, startApi } from '../stage/api-process.ts';
import { eventually } from '../stage/eventually.ts';
import { openTestStage, type TestStage } from '../stage/test-stage.ts';

// A worker, the API, a server and a stand-in for Stripe share the machine.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

const ONCE = { charged: 1, credited: 1 };
const NEVER = { charged: 0, credited: 0 };

let stage: TestStage;
let worker: WorkerProcess;
let api: ApiProcess;

beforeAll(async () => {
  stage = await openTestStage({ webhooks: true });
  worker = await stage.bench.startWorker();
  api = await startApi(stage);
});
afterAll(async () => {
  await api?.stop();
  await worker?.stop();
  await stage?.close();
});

/** The payer opens the link and answers the bank's question. */
function confirm(token: string) {
  return api.post(`/payer-links/${token}/authenticate`, { outcome: 'success' });
}

/** The token of the link in the newest mail that asks the payer to act. */
function linkInMail({ accountId }: Agency): Promise<string> {
  return eventually(async () => {
    const { items } = await stage.bench.ledger.emails.list(accountId, { limit: 100 });
    const mail = items.find(({ kind }) => kind === 'action_needed');
    const [, token] = /\/pay\/([\w-]{43})/.exec(mail?.text ?? '') ?? [];
    if (token === undefined) throw new Error('no mail with a link has been written');
    return token;
  });
}

test('authentication_required: terminal, link mail, recovery credits once; old link dead', async () => {
  const { bench } = stage;
  // Whatever is tried on a schedule is tried within seconds.
  const agency = await openAgency(stage, HASTY_POLICY);
  const { accountId } = agency;
  const buyer = await agency.buyerWithCard('pm_card_authenticationRequired~mailed');
  const topUp = await agency.topUp(buyer);
  expect(await topUpClient(bench.client).firstOutcome(topUp)).toMatchObject({ status: 'requires_action' });
  expect(await agency.pausesOf(buyer.id)).toEqual(['authentication_required']);

  const mailed = await linkInMail(agency);
  expect(await agency.mails()).toEqual({ action_needed: 1 });
  // Nothing is tried by itself meanwhile: the one attempt is all that there was.
  expect(await bench.ledger.collections.facts(topUp.chargeId)).toMatchObject({
    retryState: 'needs_payer',
    nextAttemptAt: null,
  });
  expect(await attemptsOf(stage, accountId)).toBe(1);

  expect(await confirm(mailed)).toMatchObject({ status: 200, body: { state: 'done' } });
  await bench.observe.until(topUp.id, 'succeeded');
  expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  expect(await agency.pausesOf(buyer.id)).toEqual([]);
  expect(await confirm(mailed)).toMatchObject({ body: { code: 'link_dead' } });
  expect(await bench.observe.moneyMoved(topUp)).toEqual(ONCE);
  expect(await attemptsOf(stage, accountId)).toBe(2);

  // A link that somebody makes for the same payment takes the place of the mailed one.
  const next = await openAgency(stage, HASTY_POLICY);
  const waiting = await next.topUp(await next.buyerWithCard('pm_card_authenticationRequired~replaced'));
  await topUpClient(bench.client).firstOutcome(waiting);
  const old = await linkInMail(next);
  const fresh = 'f'.repeat(43);
  await bench.ledger.payerLinks.create(
    {
      accountId: next.accountId,
      token: fresh,
      kind: 'authenticate',
      chargeId: waiting.chargeId,
      lifetimeMs: 60_000,
    },
    tester,
  );
  expect(await confirm(old)).toMatchObject({ body: { code: 'link_dead' } });
  expect(await bench.observe.moneyMoved(waiting)).toEqual(NEVER);
  expect(await confirm(fresh)).toMatchObject({ status: 200, body: { state: 'done' } });
  await bench.observe.until(waiting.id, 'succeeded');
  expect(await bench.observe.moneyMoved(waiting)).toEqual(ONCE);
  await stage.audit();
});
