import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type NoticeBench, openNoticeBench } from '../../testing/notice-bench.ts';
import { openSmtpInbox, type SmtpInbox } from '../../testing/smtp-inbox.ts';
import { createMailer } from '../mail/mailer.ts';
import { type OperatorMailDeps, tellOperators } from './operator-loop.ts';

const PROBE_AT_ONCE = { firstMs: 0, longestMs: 0 };

let bench: NoticeBench;
let inbox: SmtpInbox;
let deps: OperatorMailDeps;

beforeAll(async () => {
  inbox = await openSmtpInbox();
});
beforeEach(async () => {
  bench = await openNoticeBench();
  const mailer = createMailer({ smtpUrl: inbox.url, from: 'billing@drawdown.example' });
  deps = { ledger: bench.ledger, mailer, operators: ['ops@drawdown.example'], log: bench.log };
  inbox.received.length = 0;
});
afterEach(async () => {
  deps.mailer.close();
  await bench.close();
});
afterAll(() => inbox?.close());

const subjects = () => inbox.received.map(({ source }) => /^Subject: (.*)$/m.exec(source)?.[1]?.trim());

describe('operators', () => {
  it('hear once that charging is stopped and once that it goes on, and no agency hears of it', async () => {
    const { platformFlags, emails } = bench.ledger;
    await platformFlags.stopCharging('Invalid API Key provided', PROBE_AT_ONCE);
    await Promise.all([tellOperators(deps), tellOperators(deps)]);
    await platformFlags.stopCharging('Invalid API Key provided', PROBE_AT_ONCE);
    await tellOperators(deps);
    expect(inbox.received).toMatchObject([{ to: ['ops@drawdown.example'] }]);
    expect(inbox.received[0]?.source).toContain('Invalid API Key provided');

    const turn = await vi.waitFor(async () => {
      const taken = await platformFlags.takeTurn(PROBE_AT_ONCE);
      if (taken.turn !== 'probe') throw new Error('no probe yet');
      return taken;
    });
    await platformFlags.resumeCharging(turn.flagId);
    await tellOperators(deps);
    await tellOperators(deps);
    expect(subjects()).toEqual([
      'All charging is stopped: Stripe refuses our requests',
      'Charging goes on: Stripe accepts our requests again',
    ]);
    expect((await emails.list(bench.accountId, { limit: 10 })).items).toEqual([]);
  });

  it('are told later when the mail server is busy, under the same message id', async () => {
    await bench.ledger.platformFlags.stopCharging('Invalid API Key provided', PROBE_AT_ONCE);
    inbox.refuseNext(1);
    expect(await tellOperators(deps)).toBe(1);
    expect(inbox.received).toEqual([]);
    const [flag] = await bench.ledger.platformFlags.listOpen();
    await bench.ledger.platformFlags.retryNoticeLater(flag?.id ?? '', 0, 'now');
    await vi.waitFor(async () => expect(await tellOperators(deps)).toBe(1));
    expect(inbox.received[0]?.source).toContain(`<${flag?.id}.opened@drawdown.example>`);
  });
});
