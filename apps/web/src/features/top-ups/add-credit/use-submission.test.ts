import '../../../testing/setup.ts';
import { act, renderHook, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { scriptedApi } from '../../../testing/scripted-api.ts';
import { exampleProblem, exampleTopUp } from '../../../testing/top-up-example.ts';
import type { FundingPlan } from './funding-plan.ts';
import { useSubmission } from './use-submission.ts';

const amount = { amount: 25_000, currency: 'USD' } as const;
const plan: FundingPlan = {
  kind: 'buyer_card',
  buyer: { id: 'buy_1', name: 'Sunrise Solar' },
  card: { id: 'pmt_1', brand: 'visa', last4: '4242', expMonth: 8, expYear: 2090 },
};
const created = { status: 201, body: exampleTopUp() };
const refused = {
  status: 422,
  body: exampleProblem(422, 'no_payment_method', 'There is no card on file.'),
};

function openDialog() {
  return renderHook(() => useSubmission({ walletId: 'wal_1', onAnswer: () => {}, retryDelaysMs: [0] }));
}

describe('confirming a top-up', () => {
  it('sends one request for two clicks', async () => {
    const sent = scriptedApi([created, created]);
    const { result } = openDialog();
    act(() => {
      void result.current.confirm(plan, amount);
      void result.current.confirm(plan, amount);
    });
    await waitFor(() => expect(result.current.state.phase).toBe('answered'));
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['a broken connection', 'lost' as const],
    ['an error of the server', { status: 503, body: exampleProblem(503, 'unavailable', 'Not now.') }],
    ['an answer that is no JSON of ours', { status: 502, body: 'Bad gateway' }],
    ['a request to slow down', { status: 429, body: exampleProblem(429, 'rate_limited', 'Slow down.') }],
  ])('asks again with the same key and body after %s', async (_name, step) => {
    const sent = scriptedApi([step, step, created]);
    const { result } = openDialog();
    act(() => void result.current.confirm(plan, amount));
    await waitFor(() => expect(result.current.state.phase).toBe('answered'));
    expect(sent).toHaveLength(3);
    expect(new Set(sent.map(({ key }) => key)).size).toBe(1);
    expect(new Set(sent.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('says that it is checking while the answer is missing, never that it failed', async () => {
    scriptedApi(['lost']);
    const { result } = openDialog();
    act(() => void result.current.confirm(plan, amount));
    await waitFor(() => expect(result.current.state.phase).toBe('checking'));
  });

  it('takes a new key after a definite refusal', async () => {
    const sent = scriptedApi([refused, created]);
    const { result } = openDialog();
    await act(() => result.current.confirm(plan, amount));
    expect(result.current.state).toMatchObject({ phase: 'editing', refusal: expect.any(Error) });
    await act(() => result.current.confirm(plan, { ...amount, amount: 30_000 }));
    expect(sent[1]?.key).not.toBe(sent[0]?.key);
  });

  it('takes a new key for another top-up after an answer', async () => {
    const sent = scriptedApi([created, created]);
    const { result } = openDialog();
    await act(() => result.current.confirm(plan, amount));
    act(() => result.current.begin());
    await act(() => result.current.confirm(plan, amount));
    expect(sent[1]?.key).not.toBe(sent[0]?.key);
  });
});

describe('a page that is loaded anew while the answer is missing', () => {
  it('asks about the same top-up, and only when told to', async () => {
    const before = scriptedApi([]);
    const first = openDialog();
    act(() => void first.result.current.confirm(plan, amount));
    first.unmount();

    const after = scriptedApi([created]);
    const { result } = openDialog();
    expect(result.current.state).toMatchObject({
      phase: 'lost',
      submission: { act: 'Charge $250.00 to Visa 4242' },
    });
    expect(after).toHaveLength(0);

    act(() => void result.current.check());
    await waitFor(() => expect(result.current.state.phase).toBe('answered'));
    expect(after[0]?.key).toBe(before[0]?.key);
    expect(after[0]?.body).toEqual(before[0]?.body);
  });

  it('remembers nothing once the answer is there', async () => {
    scriptedApi([created]);
    const first = openDialog();
    await act(() => first.result.current.confirm(plan, amount));
    expect(openDialog().result.current.state.phase).toBe('editing');
  });
});
