import { describe, expect, it } from 'vitest';
import { readEnvironment } from './env.ts';

const COMPLETE = {
  DATABASE_URL: 'postgres://drawdown:secret@127.0.0.1:4532/drawdown',
  DRAWDOWN_SESSION_SECRET: 'a session secret of 32 characters or more',
  STRIPE_SECRET_KEY: 'sk_test_emulator_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_old, whsec_new',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
};

describe('the environment', () => {
  it('has defaults for everything that can have one', () => {
    const environment = readEnvironment({ ...COMPLETE, PUBLIC_URL: '' });
    expect(environment).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      logLevel: 'info',
      stripe: { apiUrl: null, webhookSecrets: ['whsec_old', 'whsec_new'] },
      temporal: { namespace: 'default', connection: { address: '127.0.0.1:7233' } },
    });
    expect(environment.config.publicUrl.href).toBe('http://localhost:4000/');
    expect(environment.config.webDist).toMatch(/apps\/web\/dist$/);
  });

  it('names every fault at once', () => {
    expect(() =>
      readEnvironment({
        ...COMPLETE,
        DATABASE_URL: 'mysql://x',
        STRIPE_SECRET_KEY: undefined,
        DRAWDOWN_PORT: 'http',
      }),
    ).toThrow(
      /DATABASE_URL must be a postgres:\/\/ URL\n[\s\S]*DRAWDOWN_PORT[\s\S]*STRIPE_SECRET_KEY must be set/,
    );
  });

  it('refuses a live key together with the emulator', () => {
    const env = { ...COMPLETE, STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_API_URL: 'http://127.0.0.1:4010' };
    expect(() => readEnvironment(env)).toThrow(/STRIPE_SECRET_KEY is a live key/);
    expect(readEnvironment({ ...env, STRIPE_API_URL: undefined }).stripe.apiUrl).toBeNull();
  });
});
