import type { Server } from 'node:http';
import { PaymentProviderError } from '@drawdown/payments';
import express from 'express';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestLog } from '../logging/request-log.ts';
import { createHttpClient } from '../testing/http-client.ts';
import { answerProblem } from './problem-handler.ts';

const ERRORS: Record<string, unknown> = {
  bug: new TypeError('the column "secret_column" does not exist'),
  text: 'thrown as text',
  refused: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
  shutdown: new Error('query failed', { cause: Object.assign(new Error('x'), { code: '57P01' }) }),
  stripe: new PaymentProviderError('unreachable', 'socket hang up at sk_test_1'),
};

let server: Server;
let lines: string[];
let http: ReturnType<typeof createHttpClient>;

beforeAll(async () => {
  lines = [];
  const app = express();
  app.use(requestLog(pino({}, { write: (line: string) => lines.push(line) })));
  app.get('/:name', (request) => {
    throw ERRORS[request.params.name];
  });
  app.use(answerProblem);
  server = app.listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  http = createHttpClient(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, {});
});
afterAll(() => server.close());

describe('an error that nobody expected', () => {
  it.each([
    { name: 'bug', status: 500, code: 'internal_error' },
    { name: 'text', status: 500, code: 'internal_error' },
    { name: 'refused', status: 503, code: 'unavailable' },
    { name: 'shutdown', status: 503, code: 'unavailable' },
    { name: 'stripe', status: 502, code: 'payment_provider_unavailable' },
  ])('is $code without inner details, and logged ($name)', async ({ name, status, code }) => {
    const answer = await http.get(`/${name}`);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.text).not.toMatch(/secret_column|sk_test|thrown as text|TypeError/);
    expect(lines.some((line) => line.includes(answer.body.requestId) && line.includes('"level":50'))).toBe(
      true,
    );
  });
});
