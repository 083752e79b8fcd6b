import type { Ledger } from '@drawdown/ledger';
import type { Logger } from 'pino';
import { startMailLoop } from './mail/mail-loop.ts';
import { createMailer, type MailSettings } from './mail/mailer.ts';
import { startOperatorMail } from './operators/operator-loop.ts';
import { startWebhookLoop } from './webhooks/webhook-loop.ts';

export type NoticeSettings = {
  publicUrl: string;
  mail: MailSettings;
  webhooksMayReachPrivate: boolean;
  /** Who looks after the installation, for all accounts; nobody is mailed where nobody is named. */
  operators?: readonly string[];
};

export type NoticesDeps = { ledger: Ledger; settings: NoticeSettings; log: Logger };

/** Tells people and systems what the database says is to be told. */
export function startNotices({ ledger, settings, log }: NoticesDeps): { stop(): Promise<void> } {
  const { publicUrl, mail, webhooksMayReachPrivate, operators = [] } = settings;
  const mails = startMailLoop({ ledger, mailer: createMailer(mail), publicUrl, log });
  const webhooks = startWebhookLoop({ ledger, mayReachPrivate: webhooksMayReachPrivate, log });
  const loops = [mails, webhooks];
  // What is captured instead of sent is shown to accounts, whose business this is not: they see the banner alone.
  if (operators.length > 0 && mail.smtpUrl !== undefined)
    loops.push(startOperatorMail({ ledger, mailer: createMailer(mail), operators, log }));
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
