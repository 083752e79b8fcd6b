import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCredit, createBuyer } from '../testing/journeys.ts';
import type { TestApi } from '../testing/test-api.ts';
import { startTestApi } from '../testing/test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** Reads a stream of events as text, until it holds what is waited for. */
async function openStream(apiKey: string) {
  const abort = new AbortController();
  const response = await fetch(`${api.url}/v1/events`, {
    headers: { Authorization: `Bearer ${apiKey}` },
    signal: abort.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    response,
    until: async (wanted: string) => {
      while (!text.includes(wanted)) {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) throw new Error(`the stream ended with: ${text}`);
        text += chunk.value;
      }
      return text;
    },
    close: () => abort.abort(),
  };
}

describe('GET /v1/events', () => {
  it('tells what to fetch again, to the account it happened in and to no other', async () => {
    const other = await api.openAgency();
    const buyer = await createBuyer(api.http);
    const foreignBuyer = await createBuyer(other.http);
    const own = await openStream(api.apiKey);
    const foreign = await openStream(other.apiKey);
    expect(own.response.headers.get('Content-Type')).toBe('text/event-stream');

    await addCredit(api.http, buyer.walletId, 1_000);
    await addCredit(other.http, foreignBuyer.walletId, 1_000);
    const seen = await own.until(`{"type":"wallet.changed","walletId":"${buyer.walletId}"}`);
    expect(seen).toContain('event:change\n');
    const seenByOther = await foreign.until(foreignBuyer.walletId);
    expect(seenByOther).not.toContain(buyer.walletId);
    own.close();
    foreign.close();
  });
});
