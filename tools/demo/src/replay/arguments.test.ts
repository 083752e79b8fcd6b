import { describe, expect, it } from 'vitest';
import { parseReplayArguments } from './arguments.ts';
import { speedFactor } from './pace.ts';

const parse = (...args: string[]) => parseReplayArguments(args, Date.UTC(2026, 8, 15));

describe('the arguments of a replay', () => {
  it('need only a file', () => {
    expect(parse('leads.csv')).toEqual({
      file: 'leads.csv',
      speed: { kind: 'fitted' },
      runPrefix: `run-${Date.UTC(2026, 8, 15).toString(36)}-`,
      concurrency: 16,
      url: undefined,
      key: undefined,
    });
  });

  it('choose the speed, the prefix, the address and the key', () => {
    expect(
      parse('a.csv', '--speed', 'max', '--run', 'mon-', '--url', 'http://localhost:4100', '--key', 'k'),
    ).toMatchObject({ speed: { kind: 'max' }, runPrefix: 'mon-', url: 'http://localhost:4100', key: 'k' });
    expect(parse('a.csv', '--speed', '60')).toMatchObject({ speed: { kind: 'factor', factor: 60 } });
    expect(parse('a.csv', '--run=')).toMatchObject({ runPrefix: '' });
  });

  it('ask for help', () => {
    expect(parse('--help')).toBeNull();
  });

  it.each([
    [[], 'name a file'],
    [['a.csv', 'b.csv'], 'one file at a time'],
    [['a.csv', '--speed', 'fast'], '--speed takes'],
    [['a.csv', '--speed', '0'], '--speed takes'],
    [['a.csv', '--run', 'a b'], '--run takes'],
    [['a.csv', '--concurrency', '0'], '--concurrency takes'],
    [['a.csv', '--concurrency', '1.5'], '--concurrency takes'],
    [['a.csv', '--url', 'localhost:4000'], '--url takes'],
    [['a.csv', '--sped', '1'], '--sped'],
  ])('are refused with what is wrong: %j', (args, text) => {
    expect(() => parse(...args)).toThrow(text);
  });
});

describe('the speed', () => {
  const day = { firstMs: 0, lastMs: 24 * 3_600_000 };

  it('fits the file into three minutes unless told otherwise', () => {
    expect(speedFactor({ kind: 'fitted' }, day)).toBe(480);
    expect(speedFactor({ kind: 'factor', factor: 60 }, day)).toBe(60);
    expect(speedFactor({ kind: 'max' }, day)).toBeNull();
  });

  it('is never slower than the day itself, and does not pace leads of one moment', () => {
    expect(speedFactor({ kind: 'fitted' }, { firstMs: 0, lastMs: 60_000 })).toBe(1);
    expect(speedFactor({ kind: 'fitted' }, { firstMs: 5, lastMs: 5 })).toBeNull();
  });
});
