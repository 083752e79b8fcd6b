import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

describe('the log', () => {
  it('blots out secrets', () => {
    const lines: string[] = [];
    const log = createLogger('info', { write: (line) => lines.push(line) });
    log.info({
      password: 'one',
      request: { token: 'two', headers: { authorization: 'three', cookie: 'four' } },
    });
    const text = lines.join();
    expect(text).toContain('[redacted]');
    expect(text).not.toMatch(/one|two|three|four/);
  });
});
