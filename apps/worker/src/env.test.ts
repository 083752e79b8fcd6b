import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readEnv } from './env.ts';

beforeEach(() => {
  vi.stubEnv('DATABASE_URL', 'postgres://localhost/drawdown');
  vi.stubEnv('STRIPE_SECRET_KEY', 'sk_test_1');
  vi.stubEnv('TEMPORAL_ADDRESS', 'temporal.example:7233');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the environment', () => {
  it('is enough with a database, a Stripe key and Temporal', () => {
    expect(readEnv()).toMatchObject({
      databaseUrl: 'postgres://localhost/drawdown',
      stripe: { secretKey: 'sk_test_1', apiUrl: undefined, webhookSecrets: [] },
      temporal: { connectionOptions: { address: 'temporal.example:7233' } },
      failpoint: null,
    });
  });

  it('may hold several webhook secrets', () => {
    vi.stubEnv('STRIPE_WEBHOOK_SECRET', 'whsec_1, whsec_2');
    expect(readEnv().stripe.webhookSecrets).toEqual(['whsec_1', 'whsec_2']);
  });

  it('is refused by the name of what is wrong', () => {
    vi.stubEnv('DATABASE_URL', '');
    expect(readEnv).toThrow('DATABASE_URL');
  });

  it('arms failpoints only against a stand-in for Stripe', () => {
    vi.stubEnv('DRAWDOWN_FAILPOINT', 'top-up:after-confirm');
    vi.stubEnv('DRAWDOWN_FAILPOINT_DIR', '/tmp');
    expect(readEnv).toThrow('STRIPE_API_URL');
    vi.stubEnv('STRIPE_API_URL', 'http://127.0.0.1:4010');
    expect(readEnv().failpoint).toEqual({ armed: 'top-up:after-confirm', directory: '/tmp' });
  });

  it('captures mail unless a mail server is named', () => {
    vi.stubEnv('PUBLIC_URL', 'https://billing.acme.example');
    expect(readEnv().mail).toEqual({ smtpUrl: undefined, from: 'billing@billing.acme.example' });
    vi.stubEnv('SMTP_URL', 'smtps://post%40acme.example:secret@mail.example:465');
    expect(readEnv().mail.from).toBe('post@acme.example');
    vi.stubEnv('MAIL_FROM', 'money@acme.example');
    expect(readEnv().mail.from).toBe('money@acme.example');
    vi.stubEnv('SMTP_URL', 'https://mail.example');
    expect(readEnv).toThrow('SMTP_URL');
  });

  it('names whom to tell of what concerns the whole installation, or nobody', () => {
    expect(readEnv().operators).toEqual([]);
    vi.stubEnv('OPERATOR_EMAIL', 'ops@acme.example, night@acme.example');
    expect(readEnv().operators).toEqual(['ops@acme.example', 'night@acme.example']);
    vi.stubEnv('OPERATOR_EMAIL', 'nobody');
    expect(readEnv).toThrow('OPERATOR_EMAIL');
  });

  it('lets webhooks reach private addresses only where that is said', () => {
    expect(readEnv().webhooksMayReachPrivate).toBe(false);
    vi.stubEnv('WEBHOOKS_MAY_REACH_PRIVATE', 'true');
    expect(readEnv().webhooksMayReachPrivate).toBe(true);
  });
});
