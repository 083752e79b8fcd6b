import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSmtpInbox, type SmtpInbox } from '../../testing/smtp-inbox.ts';
import { createMailer } from './mailer.ts';

let inbox: SmtpInbox;

beforeAll(async () => {
  inbox = await openSmtpInbox();
});

beforeEach(() => {
  inbox.received.length = 0;
});

afterAll(() => inbox?.close());

const email = {
  id: 'eml_1',
  to: ['ada@acme.example', 'bob@acme.example'],
  fromName: 'Zoë’s Leads',
  replyTo: 'billing@northwind.example',
  subject: 'Low balance: €95.00 left',
  text: 'Add credit.\n',
  html: '<p>Add credit.</p>',
};

describe('mail over SMTP', () => {
  it('reaches the server with its sender, its reply address and an id of its own', async () => {
    const mailer = createMailer({ smtpUrl: inbox.url, from: 'billing@acme.example' });

    await mailer.send(email);

    expect(inbox.received).toMatchObject([{ from: 'billing@acme.example', to: email.to }]);
    const source = inbox.received[0]?.source ?? '';
    expect(source).toMatch(/^Message-ID: <eml_1@acme\.example>\r$/im);
    expect(source).toMatch(/^Reply-To: billing@northwind\.example\r$/im);
    expect(source).toMatch(/^From: =\?UTF-8\?.+\?= <billing@acme\.example>\r$/im);
    expect(source).toMatch(/^Auto-Submitted: auto-generated\r$/im);
    expect(source).toContain('multipart/alternative');
    expect(source).toContain('Add credit.');
  });

  it('carries the same id when it is sent again, so that a repeat is known as one', async () => {
    const mailer = createMailer({ smtpUrl: inbox.url, from: 'billing@acme.example' });
    await mailer.send(email);
    await mailer.send(email);
    const ids = inbox.received.map(({ source }) => /^Message-ID: (.*)\r$/im.exec(source)?.[1]);
    expect(new Set(ids)).toEqual(new Set(['<eml_1@acme.example>']));
  });

  it('fails when the server refuses it or is not there', async () => {
    const mailer = createMailer({ smtpUrl: inbox.url, from: 'billing@acme.example' });
    inbox.refuseNext(1);
    await expect(mailer.send(email)).rejects.toThrow('mailbox busy');
    expect(inbox.received).toEqual([]);

    const nowhere = createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from: 'billing@acme.example' });
    await expect(nowhere.send(email)).rejects.toThrow('ECONNREFUSED');
  });

  it('is only captured where no server is configured', async () => {
    const mailer = createMailer({ smtpUrl: undefined, from: 'billing@acme.example' });
    expect(mailer.via).toBe('captured');
    await mailer.send(email);
    expect(inbox.received).toEqual([]);
  });
});
