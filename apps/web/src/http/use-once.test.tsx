import '../testing/setup.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scriptedApi } from '../testing/scripted-api.ts';
import { exampleProblem } from '../testing/top-up-example.ts';
import { request } from './request.ts';
import { useOnce } from './use-once.ts';

const answer = z.object({ id: z.string() });

function sender() {
  const answers: string[] = [];
  const { result } = renderHook(
    () =>
      useOnce({
        subject: 'refund:top_1',
        body: z.object({ cents: z.number() }),
        send: (body, idempotencyKey) =>
          request('/v1/x', { method: 'POST', body, idempotencyKey, schema: answer }),
        onAnswer: ({ id }) => answers.push(id),
      }),
    { wrapper: Client },
  );
  return { result, answers };
}

function Client({ children }: { children: ReactNode }) {
  return <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>;
}

describe('a request that moves money', () => {
  it('whose answer was lost is sent again as it was, under its key, whatever is asked for', async () => {
    const sent = scriptedApi(['lost', { status: 201, body: { id: 'rfd_1' } }]);
    const { result, answers } = sender();
    act(() => result.current.confirm({ cents: 500 }));
    await waitFor(() => expect(result.current.unanswered).toEqual({ cents: 500 }));
    act(() => result.current.confirm({ cents: 900 }));
    await waitFor(() => expect(answers).toEqual(['rfd_1']));
    expect(sent.map(({ body }) => body)).toEqual([{ cents: 500 }, { cents: 500 }]);
    expect(sent[1]?.key).toBe(sent[0]?.key);
    expect(result.current.unanswered).toBeNull();
  });

  it('is still known after a reload', async () => {
    const sent = scriptedApi(['lost', { status: 201, body: { id: 'rfd_1' } }]);
    const first = sender();
    act(() => first.result.current.confirm({ cents: 500 }));
    await waitFor(() => expect(first.result.current.unanswered).not.toBeNull());
    const reloaded = sender();
    expect(reloaded.result.current.unanswered).toEqual({ cents: 500 });
    act(() => reloaded.result.current.confirm({ cents: 1 }));
    await waitFor(() => expect(reloaded.answers).toEqual(['rfd_1']));
    expect(sent[1]?.key).toBe(sent[0]?.key);
  });

  it('that was refused is followed by a new one', async () => {
    const sent = scriptedApi([
      { status: 422, body: exampleProblem(422, 'validation_failed', 'Too much.') },
      { status: 201, body: { id: 'rfd_2' } },
    ]);
    const { result, answers } = sender();
    act(() => result.current.confirm({ cents: 500 }));
    await waitFor(() => expect(result.current.error).not.toBeNull());
    expect(result.current.unanswered).toBeNull();
    act(() => result.current.confirm({ cents: 400 }));
    await waitFor(() => expect(answers).toEqual(['rfd_2']));
    expect(sent[1]?.key).not.toBe(sent[0]?.key);
  });

  it('is sent once however often it is confirmed', async () => {
    const sent = scriptedApi([]);
    const { result } = sender();
    act(() => result.current.confirm({ cents: 500 }));
    await waitFor(() => expect(result.current.pending).toBe(true));
    act(() => result.current.confirm({ cents: 500 }));
    expect(sent).toHaveLength(1);
  });
});
