export type ApiRequest = {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: unknown;
  idempotencyKey?: string;
};

export type ApiAnswer = { status: number; retryAfter: string | null; body: unknown };

/** One request, one answer. Throws `ConnectionLostError` when no answer came: what the server did is then unknown. */
export type SendRequest = (request: ApiRequest) => Promise<ApiAnswer>;

export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

/** How many ms a request may take before it counts as lost: longer than the slowest honest answer of the API. */
const ANSWER_TIMEOUT_MS = 30_000;

export function createSender({ apiUrl, apiKey }: { apiUrl: string; apiKey: string }): SendRequest {
  return async ({ method, path, body, idempotencyKey }) => {
    const headers = new Headers({ authorization: `Bearer ${apiKey}`, accept: 'application/json' });
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey);
    try {
      const response = await fetch(new URL(path, apiUrl), {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      const text = await response.text();
      return {
        status: response.status,
        retryAfter: response.headers.get('retry-after'),
        body: jsonOrText(text),
      };
    } catch (cause) {
      throw new ConnectionLostError(`no answer from ${apiUrl} to ${method} ${path}`, { cause });
    }
  };
}

function jsonOrText(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return text;
  }
}
