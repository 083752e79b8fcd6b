import { loadClientConnectConfig } from '@temporalio/envconfig';
import { z } from 'zod';
import { FAILPOINTS } from './failpoints/failpoints.ts';

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const schema = z
  .object({
    DATABASE_URL: z.string().min(1),
    STRIPE_SECRET_KEY: z.string().min(1),
    STRIPE_API_URL: z.url().optional(),
    STRIPE_WEBHOOK_SECRET: list.default([]),
    PUBLIC_URL: z.url().default('http://localhost:4000'),
    SMTP_URL: z
      .url({ protocol: /^smtps?$/, error: 'must be an address such as smtp://mail.example:587' })
      .optional(),
    MAIL_FROM: z.email().optional(),
    OPERATOR_EMAIL: list.pipe(z.array(z.email())).default([]),
    WEBHOOKS_MAY_REACH_PRIVATE: z.stringbool().default(false),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    DRAWDOWN_WORKFLOW_BUNDLE: z.string().optional(),
    DRAWDOWN_FAILPOINT: z.enum(FAILPOINTS).optional(),
    DRAWDOWN_FAILPOINT_DIR: z.string().optional(),
  })
  .refine((env) => env.DRAWDOWN_FAILPOINT === undefined || env.STRIPE_API_URL !== undefined, {
    message: 'is only for tests against a stand-in for Stripe (STRIPE_API_URL)',
    path: ['DRAWDOWN_FAILPOINT'],
  })
  .refine((env) => env.DRAWDOWN_FAILPOINT === undefined || env.DRAWDOWN_FAILPOINT_DIR !== undefined, {
    message: 'is needed with DRAWDOWN_FAILPOINT',
    path: ['DRAWDOWN_FAILPOINT_DIR'],
  });

export type WorkerEnv = ReturnType<typeof readEnv>;

/** Everything this process is told from outside. @throws Error that names each variable that is wrong. */
export function readEnv() {
  const parsed = schema.safeParse(withoutEmpty(process.env));
  if (!parsed.success)
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    );
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL,
    stripe: {
      secretKey: env.STRIPE_SECRET_KEY,
      apiUrl: env.STRIPE_API_URL,
      webhookSecrets: env.STRIPE_WEBHOOK_SECRET,
    },
    publicUrl: env.PUBLIC_URL,
    mail: { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM ?? senderAt(env) },
    operators: env.OPERATOR_EMAIL,
    webhooksMayReachPrivate: env.WEBHOOKS_MAY_REACH_PRIVATE,
    logLevel: env.LOG_LEVEL,
    /** A file with the packaged workflows, for tests that start many workers from sources. */
    workflowBundlePath: env.DRAWDOWN_WORKFLOW_BUNDLE,
    failpoint:
      env.DRAWDOWN_FAILPOINT === undefined || env.DRAWDOWN_FAILPOINT_DIR === undefined
        ? null
        : { armed: env.DRAWDOWN_FAILPOINT, directory: env.DRAWDOWN_FAILPOINT_DIR },
    temporal: loadClientConnectConfig(),
  };
}

/** Who mail comes from where nobody said: who we are at the mail server, else a mailbox at our own address. */
function senderAt({ SMTP_URL, PUBLIC_URL }: { SMTP_URL?: string | undefined; PUBLIC_URL: string }): string {
  const user = SMTP_URL === undefined ? '' : decodeURIComponent(new URL(SMTP_URL).username);
  return z.email().safeParse(user).success ? user : `billing@${new URL(PUBLIC_URL).hostname}`;
}

function withoutEmpty(variables: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

/** Whether the test run stores workflow histories anew instead of replaying the stored ones. */
export function recordsHistories(): boolean {
  return process.env.RECORD_HISTORIES === '1';
}
