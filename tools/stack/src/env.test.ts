import { describe, expect, it } from 'vitest';
import { readSettings } from './env.ts';

describe('the settings', () => {
  it('have the default addresses and everything embedded when nothing is set', () => {
    const settings = readSettings('/repository', {});
    expect(settings).toMatchObject({
      dataDir: '/repository/.data',
      publicUrl: 'http://localhost:4000',
      temporalUiUrl: 'http://localhost:8233',
      postgres: { kind: 'embedded', port: 4532 },
      temporal: { kind: 'local', port: 7233, uiPort: 8233 },
      stripe: { kind: 'emulator', port: 4010 },
    });
  });

  it('use what the environment points to instead of our own', () => {
    const settings = readSettings('/repository', {
      DATABASE_URL: 'postgresql://db',
      TEMPORAL_ADDRESS: 'temporal:7233',
      STRIPE_SECRET_KEY: 'sk_test_1',
    });
    expect(settings).toMatchObject({
      postgres: { kind: 'external', url: 'postgresql://db' },
      temporal: { kind: 'external', address: 'temporal:7233' },
      stripe: { kind: 'real', secretKey: 'sk_test_1' },
    });
  });

  it('treat an empty variable as not set', () => {
    expect(readSettings('/repository', { DATABASE_URL: '', DRAWDOWN_PORT: '' }).apiPort).toBe(4000);
  });

  it.each([
    [{ DRAWDOWN_PORT: 'http' }, 'DRAWDOWN_PORT'],
    [{ DRAWDOWN_STRIPE_PORT: '70000' }, 'DRAWDOWN_STRIPE_PORT'],
    [{ DRAWDOWN_API_KEY: 'short' }, 'DRAWDOWN_API_KEY: must have 20 characters or more'],
    [{ PUBLIC_URL: 'drawdown' }, 'PUBLIC_URL'],
    [
      { STRIPE_SECRET_KEY: 'sk_live_1' },
      'STRIPE_SECRET_KEY is a live key and the database is the embedded one',
    ],
  ])('refuse %j in one line that names the variable', (env, words) => {
    expect(() => readSettings('/repository', env)).toThrow(words);
    expect(() => readSettings('/repository', env)).not.toThrow('\n');
  });

  it('take a live key together with a database of one’s own', () => {
    const env = { STRIPE_SECRET_KEY: 'sk_live_1', DATABASE_URL: 'postgresql://db' };
    expect(readSettings('/repository', env).stripe.kind).toBe('real');
  });

  it('do not hand npm’s own variables on to the parts', () => {
    expect(readSettings('/repository', { npm_config_x: '1', HOME: '/home' }).inherited).toEqual({
      HOME: '/home',
    });
  });
});
