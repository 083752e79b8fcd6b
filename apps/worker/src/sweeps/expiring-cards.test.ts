import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendBatch } from '../notices/mail/mail-loop.ts';
import { createMailer } from '../notices/mail/mailer.ts';
import { type NoticeBench, openNoticeBench } from '../testing/notice-bench.ts';

let bench: NoticeBench;

beforeAll(async () => {
  bench = await openNoticeBench();
});

afterAll(() => bench?.close());

it('a card that expires is told of 60, 30 and 7 days ahead, once each, and not afterwards', async () => {
  const { ledger, log, scenario, accountId } = bench;
  // Good until the end of December 2034.
  await scenario.card({ kind: 'account' });
  const told = async (day: string) => ledger.paymentMethods.noticeExpiring(new Date(`${day}T03:00:00Z`));

  expect(await told('2034-10-20')).toBe(0);
  expect(await told('2034-11-15')).toBe(1);
  expect(await told('2034-11-16')).toBe(0);
  expect(await told('2034-12-10')).toBe(1);
  expect(await told('2034-12-28')).toBe(1);
  expect(await told('2034-12-31')).toBe(0);
  expect(await told('2035-01-02')).toBe(0);

  const mailer = createMailer({ smtpUrl: undefined, from: 'billing@drawdown.example' });
  await sendBatch({ ledger, log, mailer, publicUrl: 'https://billing.example' });
  const { items } = await ledger.emails.list(accountId, { limit: 10 });
  expect(items.map(({ subject }) => subject).toSorted()).toEqual([
    'Visa ending in 4242 (Test Agency) expires within 22 days',
    'Visa ending in 4242 (Test Agency) expires within 4 days',
    'Visa ending in 4242 (Test Agency) expires within 47 days',
  ]);
  expect(items[0]?.text).toContain('https://billing.example/account/cards');
  expect(items[0]?.text).toContain('until the end of December 2034');
});
