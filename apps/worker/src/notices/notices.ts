import type { Ledger } from '@drawdown/ledger';
import type { Logger } from 'pino';
import { startMailLoop } from './mail/mail-loop.ts';
import { createMailer, type MailSettings } from './mail/mailer.ts';
import { startWebhookLoop } from './webhooks/webhook-loop.ts';

export type NoticeSettings = { publicUrl: string; mail: MailSettings; webhooksMayReachPrivate: boolean };

export type NoticesDeps = { ledger: Ledger; settings: NoticeSettings; log: Logger };

/** Tells people and systems what the database says is to be told. */
export function startNotices({ ledger, settings, log }: NoticesDeps): { stop(): Promise<void> } {
  const { publicUrl, mail, webhooksMayReachPrivate } = settings;
  const mails = startMailLoop({ ledger, mailer: createMailer(mail), publicUrl, log });
  const webhooks = startWebhookLoop({ ledger, mayReachPrivate: webhooksMayReachPrivate, log });
  return {
    async stop() {
      await Promise.all([mails.stop(), webhooks.stop()]);
    },
  };
}
