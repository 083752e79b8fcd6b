import { describe, expect, test } from 'vitest';
import { createDrawQueue } from './draw-queue.ts';

type Call = { walletKey: string; items: string[]; finish(): void; fail(error: Error): void };

function queueUnderTest(
  options: { maxBatch?: number; maxQueuedPerWallet?: number; maxQueued?: number } = {},
) {
  const calls: Call[] = [];
  const queue = createDrawQueue<string, string>({
    run: (walletKey, items) =>
      new Promise((resolve, reject) => {
        calls.push({
          walletKey,
          items,
          finish: () => resolve(items.map((item) => `${item}!`)),
          fail: reject,
        });
      }),
    namesOf: (item) => [item],
    ...options,
  });
  const submit = (walletKey: string, ...items: string[]) => {
    const submission = queue.submit(walletKey, items);
    return submission.accepted ? submission.results : 'refused';
  };
  return { calls, submit };
}

/** The queue looks again at the end of the turn in which a call was answered. */
async function settled() {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the draw queue', () => {
  test('starts a lone draw at once', () => {
    const { calls, submit } = queueUnderTest();
    submit('w', 'a');
    expect(calls.map((call) => call.items)).toEqual([['a']]);
  });

  test('sends what came during a call together with the next one, in order', async () => {
    const { calls, submit } = queueUnderTest();
    submit('w', 'a');
    submit('w', 'b');
    submit('w', 'c', 'd');
    expect(calls).toHaveLength(1);
    calls[0]?.finish();
    await settled();
    expect(calls[1]?.items).toEqual(['b', 'c', 'd']);
  });

  test('lets those who were just answered go with the others who wait', async () => {
    const { calls, submit } = queueUnderTest();
    const [answer] = submit('w', 'a');
    submit('w', 'b');
    const askAgain = (async () => {
      await answer;
      submit('w', 'c');
    })();
    calls[0]?.finish();
    await askAgain;
    await settled();
    expect(calls[1]?.items).toEqual(['b', 'c']);
  });

  test('gives every caller its own answer', async () => {
    const { calls, submit } = queueUnderTest();
    const first = submit('w', 'a');
    const second = submit('w', 'b');
    calls[0]?.finish();
    await settled();
    calls[1]?.finish();
    if (first === 'refused' || second === 'refused') throw new Error('refused');
    expect(await Promise.all([...first, ...second])).toEqual(['a!', 'b!']);
  });

  test('keeps wallets apart: one does not wait for another', () => {
    const { calls, submit } = queueUnderTest();
    submit('w', 'a');
    submit('v', 'b');
    expect(calls.map((call) => call.walletKey)).toEqual(['w', 'v']);
  });

  test('never sends two items with the same name in one call, and keeps their order', async () => {
    const { calls, submit } = queueUnderTest();
    submit('w', 'x');
    submit('w', 'a', 'b', 'a', 'c', 'a');
    calls[0]?.finish();
    await settled();
    expect(calls[1]?.items).toEqual(['a', 'b', 'c']);
    calls[1]?.finish();
    await settled();
    expect(calls[2]?.items).toEqual(['a']);
    calls[2]?.finish();
    await settled();
    expect(calls[3]?.items).toEqual(['a']);
  });

  test('splits a long queue into calls of the largest size', async () => {
    const { calls, submit } = queueUnderTest({ maxBatch: 2 });
    submit('w', 'a', 'b', 'c');
    expect(calls[0]?.items).toEqual(['a', 'b']);
    calls[0]?.finish();
    await settled();
    expect(calls[1]?.items).toEqual(['c']);
  });

  test('refuses whole submissions when a wallet or the process has too much waiting, and accepts again later', async () => {
    const { calls, submit } = queueUnderTest({ maxQueuedPerWallet: 2, maxQueued: 3 });
    submit('w', 'a');
    expect(submit('w', 'b', 'c', 'd')).toBe('refused');
    expect(submit('w', 'b', 'c')).not.toBe('refused');
    expect(submit('w', 'e')).toBe('refused');
    submit('v', 'f');
    submit('v', 'g');
    expect(submit('u', 'h')).toBe('refused');
    calls[0]?.finish();
    await settled();
    expect(submit('u', 'h')).not.toBe('refused');
  });

  test('tells a failed call to all its callers and goes on', async () => {
    const { calls, submit } = queueUnderTest();
    const failing = submit('w', 'a');
    const next = submit('w', 'b');
    if (failing === 'refused' || next === 'refused') throw new Error('refused');
    calls[0]?.fail(new Error('connection lost'));
    await expect(failing[0]).rejects.toThrow('connection lost');
    await settled();
    calls[1]?.finish();
    expect(await next[0]).toBe('b!');
  });
});
