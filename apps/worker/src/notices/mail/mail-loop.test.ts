import { tester, usd } from '@drawdown/ledger/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type NoticeBench, openNoticeBench } from '../../testing/notice-bench.ts';
import { openSmtpInbox, type SmtpInbox } from '../../testing/smtp-inbox.ts';
import { type MailDeps, sendBatch } from './mail-loop.ts';
import { createMailer } from './mailer.ts';

let bench: NoticeBench;
let inbox: SmtpInbox;
let real: MailDeps;
let captured: MailDeps;

beforeAll(async () => {
  inbox = await openSmtpInbox();
});

beforeEach(async () => {
  bench = await openNoticeBench();
  const { ledger, log } = bench;
  const from = 'billing@drawdown.example';
  const shared = { ledger, log, publicUrl: 'https://billing.example' };
  real = { ...shared, mailer: createMailer({ smtpUrl: inbox.url, from }) };
  captured = { ...shared, mailer: createMailer({ smtpUrl: undefined, from }) };
  inbox.received.length = 0;
});

afterEach(() => bench?.close());
afterAll(() => inbox?.close());

async function onlyMail() {
  const { items } = await bench.ledger.emails.list(bench.accountId, { limit: 10 });
  expect(items).toHaveLength(1);
  const [mail] = items;
  if (!mail) throw new Error('no mail');
  return mail;
}

describe('a mail that is to be told', () => {
  it('is written, sent once to who looks after billing, and kept as it was sent', async () => {
    const buyer = await bench.scenario.buyer();
    await bench.pause(buyer.id);
    await bench.ledger.deliveries.deliver(bench.scenario.lead(buyer.id, 'withheld', 2_500));
    await bench.resume(buyer.id);

    expect(await sendBatch(real)).toBe(1);
    expect(await sendBatch(real)).toBe(0);

    expect(inbox.received).toMatchObject([{ to: [bench.admin.email] }]);
    const mail = await onlyMail();
    expect(mail).toMatchObject({
      kind: 'resumed',
      subject: 'Acme Solar receives leads again',
      recipients: [bench.admin.email],
      sentVia: 'smtp',
    });
    expect(mail.html).toContain(`https://billing.example/buyers/${buyer.id}`);
    expect(mail.text).toContain('Leads withheld: 1, worth $25.00');
    expect(inbox.received[0]?.source).toContain(`Message-ID: <${mail.id}@drawdown.example>`);
  });

  it('is captured where no mail server is configured', async () => {
    const buyer = await bench.scenario.buyer();
    await bench.pause(buyer.id);
    await bench.resume(buyer.id);
    await sendBatch(captured);
    expect(await onlyMail()).toMatchObject({
      sentVia: 'captured',
      subject: 'Acme Solar receives leads again',
    });
    expect(inbox.received).toEqual([]);
  });

  it('is kept and tried again when the mail server refuses it', async () => {
    const buyer = await bench.scenario.buyer();
    await bench.pause(buyer.id);
    await bench.resume(buyer.id);
    inbox.refuseNext(1);

    await sendBatch(real);
    expect(await onlyMail()).toMatchObject({
      sentAt: null,
      lastError: expect.stringContaining('mailbox busy'),
    });
    expect(await sendBatch(real)).toBe(0);

    await bench.makeDue('email');
    await sendBatch(real);
    expect(await onlyMail()).toMatchObject({ sentVia: 'smtp' });
    expect(inbox.received).toHaveLength(1);
  });

  it('is not sent by two workers at once', async () => {
    const buyer = await bench.scenario.buyer();
    await bench.pause(buyer.id);
    await bench.resume(buyer.id);
    await Promise.all([sendBatch(real), sendBatch(real), sendBatch(real)]);
    expect(inbox.received).toHaveLength(1);
  });

  it('is not sent when what it was to say is over: a reminder of a pause that has ended', async () => {
    const buyer = await bench.scenario.buyer();
    const { episodeId } = await bench.pause(buyer.id);
    await bench.ledger.pauses.remind({ buyerId: buyer.id, episodeId, number: 1 });
    await bench.resume(buyer.id);

    while ((await sendBatch(real)) > 0);

    const { items } = await bench.ledger.emails.list(bench.accountId, { limit: 10 });
    expect(items.find(({ kind }) => kind === 'pause_reminder')).toMatchObject({ sentVia: 'none' });
    expect(inbox.received).toHaveLength(1);
  });

  it('is not sent when the payment that was to be confirmed has ended meanwhile', async () => {
    const { accountId, ledger, scenario } = bench;
    const { walletId } = await scenario.buyer();
    await scenario.card({ kind: 'account' });
    const order = { accountId, walletId, amount: usd(25_000), funding: 'account_card' as const };
    const requested = await ledger.topUps.request(order, tester);
    if (requested.outcome !== 'accepted') throw new Error(requested.outcome);
    const { id, chargeId } = requested.topUp;
    await bench.noteEmail('action_needed', { chargeId });
    await ledger.topUps.cancel(id, 'mistyped', tester);

    await sendBatch(real);

    expect(inbox.received).toEqual([]);
    expect(await onlyMail()).toMatchObject({ sentVia: 'none', subject: 'Not sent' });
  });

  it('is a reminder once for each number, with what is true when it is written', async () => {
    const buyer = await bench.scenario.buyer();
    const { episodeId } = await bench.pause(buyer.id);
    for (let times = 0; times < 3; times++)
      await bench.ledger.pauses.remind({ buyerId: buyer.id, episodeId, number: 1 });
    await bench.scenario.credit(buyer.walletId, 12_345);

    await sendBatch(captured);

    const mail = await onlyMail();
    expect(mail.subject).toBe('Acme Solar has been paused for 1 day');
    expect(mail.text).toContain('In the wallet: $123.45');
    expect(mail.text).toContain('Paused by hand');
  });

  it('of a low balance says what refills the wallet', async () => {
    const buyer = await bench.scenario.buyer();
    await bench.noteEmail('low_balance', {
      walletId: buyer.walletId,
      available: { amount: 900, currency: 'USD' },
      lowBalance: { amount: 1_000, currency: 'USD' },
    });
    await sendBatch(captured);
    const mail = await onlyMail();
    expect(mail.subject).toBe('Low balance: $9.00 left in the wallet of Acme Solar');
    expect(mail.text).toContain('The automatic top-up is off');
  });

  it.each(['charge_declined', 'action_needed', 'card_expiring'])(
    'about the agency’s own card is not sent to a buyer (%s)',
    async (kind) => {
      const billing = { notifyBuyer: true };
      const buyer = await bench.scenario.buyer({ email: 'buyer@acme.example', billing });
      const card = { payer: 'account', brand: 'visa', last4: '4242' };
      await bench.noteEmail(
        kind,
        { ...card, buyerId: buyer.id, declineCode: 'expired_card' },
        'buyer',
        buyer.id,
      );
      await sendBatch(real);
      expect(inbox.received).toEqual([]);
      const mail = await onlyMail();
      expect(mail.sentVia).toBe('none');
      expect(`${mail.text}${mail.html}`).not.toContain('4242');
    },
  );

  it('keeps the address of a payment page out of the records once the mail has left', async () => {
    const url = 'https://billing.example/pay/secret-token';
    const buyer = await bench.scenario.buyer({ email: 'buyer@acme.example' });
    await bench.noteEmail('payer_link', { kind: 'pay', url, buyerId: buyer.id }, 'buyer', buyer.id);

    await sendBatch(real);

    expect(inbox.received).toMatchObject([{ to: ['buyer@acme.example'] }]);
    expect(inbox.received[0]?.source).toContain('/pay/secret-token');
    const mail = await onlyMail();
    expect(`${mail.text}${mail.html}`).not.toContain('secret-token');
  });
});
