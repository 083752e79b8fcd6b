import { createServer } from 'node:http';
import { z } from 'zod';
import type { Books, SmallBuyer } from './small-books.ts';
import { createBooks } from './small-books.ts';

const bodySchema = z.object({
  buyerId: z.string(),
  leadId: z.string(),
  price: z.object({ amount: z.number() }),
});
const batchSchema = z.object({ deliveries: z.array(bodySchema) });

/** What happens to the answer of a delivery request that was carried out, or to one that is turned away. */
export type Fault = { kind: 'lose_answer' } | { kind: 'turn_away'; status: number; retryAfter?: string };

export type SmallDrawdown = Books & {
  url: string;
  /** Every delivery request that came in, in order, as its path and leads. */
  requests: { path: string; key: string | undefined; leadIds: string[] }[];
  /** One fault for each of the next delivery requests. */
  faults: Fault[];
  /** Resolves when the first delivery request has come in. */
  firstRequest: Promise<void>;
  close: () => Promise<void>;
};

/** The few paths that a replay uses, over real HTTP, with wallets in memory. */
export async function startSmallDrawdown(buyers: readonly SmallBuyer[]): Promise<SmallDrawdown> {
  const books = createBooks(buyers);
  const requests: SmallDrawdown['requests'] = [];
  const faults: Fault[] = [];
  let noteRequest = () => {};
  const firstRequest = new Promise<void>((resolve) => {
    noteRequest = resolve;
  });

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fixture');
    let text = '';
    for await (const chunk of request) text += chunk;
    const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(JSON.stringify(body));

    if (request.headers.authorization !== 'Bearer test-key')
      return answer(401, problem(401, 'unauthenticated'));
    if (request.method === 'GET') {
      const externalId = url.searchParams.get('externalId');
      if (externalId !== null)
        return answer(200, {
          data: books.find((buyer) => buyer.externalId === externalId),
          nextCursor: null,
        });
      return answer(200, books.find((buyer) => url.pathname.endsWith(buyer.id))[0]);
    }

    const key = request.headers['idempotency-key'];
    const single = url.pathname === '/v1/deliveries';
    const body: unknown = JSON.parse(text);
    const leads = single ? [bodySchema.parse(body)] : batchSchema.parse(body).deliveries;
    requests.push({
      path: url.pathname,
      key: typeof key === 'string' ? key : undefined,
      leadIds: leads.map((lead) => lead.leadId),
    });
    noteRequest();
    const fault = faults.shift();
    if (fault?.kind === 'turn_away')
      return answer(
        fault.status,
        problem(fault.status, 'unavailable'),
        fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter },
      );
    const results = leads.map((lead, index) => books.deliver(lead, single ? `${key}` : `${key}:${index}`));
    if (fault?.kind === 'lose_answer') return response.destroy();
    if (!single) return answer(200, { results });
    const [result] = results;
    if (result?.outcome === 'refused') return answer(402, { ...problem(402, result.code), ...result });
    return answer(201, result);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...books,
    url: `http://127.0.0.1:${port}`,
    requests,
    faults,
    firstRequest,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function problem(status: number, code: string) {
  return { type: 'about:blank', title: code, status, code, detail: code, requestId: 'req_1' };
}
