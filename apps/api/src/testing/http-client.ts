type SendOptions = { body?: unknown; rawBody?: string | Buffer; headers?: Record<string, string> };

/** What a test wants to see of an answer. `body` is parsed JSON, read as loosely as a client in JavaScript would. */
export type TestAnswer = {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as a JavaScript client does
  body: any;
};

/** Sends requests over real HTTP with the same headers each time. */
export function createHttpClient(baseUrl: string, defaults: Record<string, string>) {
  const send = async (method: string, path: string, options: SendOptions = {}): Promise<TestAnswer> => {
    const { body, rawBody, headers = {} } = options;
    const payload = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(baseUrl + path, {
      method,
      headers: {
        ...(payload === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...defaults,
        ...headers,
      },
      ...(payload === undefined ? {} : { body: payload }),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? JSON.parse(text) : null,
    };
  };

  return {
    send,
    get: (path: string, headers?: Record<string, string>) => send('GET', path, headers ? { headers } : {}),
    post: (path: string, body?: unknown, headers: Record<string, string> = {}) =>
      send('POST', path, { body, headers }),
    put: (path: string, body: unknown) => send('PUT', path, { body }),
    patch: (path: string, body: unknown) => send('PATCH', path, { body }),
    delete: (path: string) => send('DELETE', path),
  };
}

export type HttpClient = ReturnType<typeof createHttpClient>;
