import { vi } from 'vitest';

type Answer = { status?: number; body: unknown };
type Route = Answer | ((body: unknown) => Answer);

export type Sent = { method: string; path: string; body: unknown };

/** Stands where the network is and answers by `METHOD /path`; what nobody scripted stays without an answer. */
export function routedApi(routes: Record<string, Route>) {
  const sent: Sent[] = [];
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    sent.push({ method, path: url, body });
    const route = routes[`${method} ${url}`] ?? routes[`${method} ${url.split('?')[0]}`];
    if (route === undefined) return new Promise(() => {});
    const answer = typeof route === 'function' ? route(body) : route;
    return Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 }));
  });
  return {
    sent,
    /** What was asked to be changed, in order. */
    writes: () => sent.filter(({ method }) => method !== 'GET'),
  };
}
