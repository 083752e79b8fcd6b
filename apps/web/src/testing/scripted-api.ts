import { vi } from 'vitest';

type Step = { status: number; body: unknown } | 'lost';

/**
 * Stands where the network is: answers each request with the next step and keeps what was sent. After the last step
 * requests stay without an answer.
 */
export function scriptedApi(steps: Step[]) {
  const sent: { method: string; key: string | null; body: unknown }[] = [];
  vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
    sent.push({
      method: init.method ?? 'GET',
      key: new Headers(init.headers).get('idempotency-key'),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
    });
    const step = steps.shift();
    if (step === undefined) return new Promise(() => {});
    if (step === 'lost') return Promise.reject(new TypeError('Failed to fetch'));
    return Promise.resolve(new Response(JSON.stringify(step.body), { status: step.status }));
  });
  return sent;
}
