import { createServer, get, type Server } from 'node:http';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { sendCsv } from './send.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** Serves rows at `/` and answers the address. */
async function serve(rows: () => AsyncIterable<string>): Promise<string> {
  const app = express();
  app.get('/', (_request, response) => sendCsv(response, 'rows.csv', rows()));
  const listening = createServer(app);
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, '127.0.0.1', resolve);
  });
  const address = listening.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

it('makes no rows that nobody reads, and stops making them when the reader leaves', async () => {
  let made = 0;
  let stopped: () => void = () => {};
  const end = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  const url = await serve(async function* () {
    try {
      for (;;) {
        made += 1;
        yield 'x'.repeat(10_000);
      }
    } finally {
      stopped();
    }
  });
  await new Promise<void>((resolve) => {
    const request = get(url, (response) => {
      response.once('data', () => {
        request.destroy();
        resolve();
      });
    });
    request.on('error', () => {});
  });
  await end;
  // What fits into the buffers of both ends and of the system between them.
  expect(made).toBeLessThan(5_000);
});

it('cuts the connection when the rows break off, so that no part is taken for the whole', async () => {
  const url = await serve(async function* () {
    yield 'first\r\n';
    throw new Error('the database is gone');
  });
  const answer = await fetch(url);
  await expect(answer.text()).rejects.toThrow();
});
