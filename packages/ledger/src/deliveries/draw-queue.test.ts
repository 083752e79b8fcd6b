import { describe, expect, test } from 'vitest';
import { createDrawQueue, type DrawQueueOptions, Failed } from './draw-queue.ts';

type Answers = (string[] | 'busy')[];
type Call = {
  wallets: Record<string, string[]>;
  /** What is asked of the first wallet. */
  items: string[];
  wait: boolean;
  finish(answers?: Answers | (string | Failed)[][]): void;
  fail(error: Error): void;
};

function queueUnderTest(options: Partial<DrawQueueOptions<string, string>> = {}) {
  const calls: Call[] = [];
  const queue = createDrawQueue<string, string>({
    run: (wallets, { wait }) =>
      new Promise((resolve, reject) => {
        calls.push({
          wallets: Object.fromEntries(wallets.map(({ walletKey, items }) => [walletKey, items])),
          items: wallets[0]?.items ?? [],
          wait,
          finish: (answers) =>
            resolve(answers ?? wallets.map(({ items }) => items.map((item) => `${item}!`))),
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
  /** What each caller is told, in words. */
  const told = async (results: Promise<string>[] | 'refused') =>
    results === 'refused'
      ? results
      : (await Promise.allSettled(results)).map((result) =>
          result.status === 'fulfilled' ? result.value : String(result.reason),
        );
  return { calls, submit, told };
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
    expect(calls.map((call) => call.wallets)).toEqual([{ w: ['a'] }, { v: ['b'] }]);
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

describe('calls that wallets share', () => {
  const oneLane = { maxSharedCalls: 1 };

  test('carry what waits for several wallets, in the order in which they asked', async () => {
    const { calls, submit, told } = queueUnderTest(oneLane);
    submit('u', 'a');
    const second = submit('v', 'b');
    const third = submit('w', 'c', 'd');
    calls[0]?.finish();
    await settled();
    expect(calls[1]).toMatchObject({ wallets: { v: ['b'], w: ['c', 'd'] }, wait: false });
    calls[1]?.finish();
    expect(await told(second)).toEqual(['b!']);
    expect(await told(third)).toEqual(['c!', 'd!']);
  });

  test('are not more at once than there may be, whatever comes', () => {
    const { calls, submit } = queueUnderTest({ maxSharedCalls: 2 });
    for (let wallet = 0; wallet < 10; wallet += 1) submit(`w${wallet}`, `a${wallet}`);
    expect(calls).toHaveLength(2);
  });

  test('leave a wallet with much to ask for to a call of its own, which is the next', async () => {
    const { calls, submit } = queueUnderTest(oneLane);
    const many = Array.from({ length: 100 }, (_, n) => `hot${n}`);
    submit('u', 'a');
    submit('v', 'b');
    submit('hot', ...many);
    submit('w', 'c');
    calls[0]?.finish();
    await settled();
    expect(calls[1]?.wallets).toEqual({ v: ['b'], w: ['c'] });
    calls[1]?.finish();
    await settled();
    expect(calls[2]?.wallets).toEqual({ hot: many });
  });

  test('give a wallet that keeps asking its turn after the others', async () => {
    const { calls, submit } = queueUnderTest({ ...oneLane, maxBatch: 40 });
    submit('hot', ...Array.from({ length: 90 }, (_, n) => `hot${n}`));
    submit('v', 'b');
    calls[0]?.finish();
    await settled();
    expect(calls[1]?.wallets).toEqual({ v: ['b'] });
  });

  test('do not carry one name for two wallets: the second wallet sees what came of the first', async () => {
    const { calls, submit } = queueUnderTest(oneLane);
    submit('u', 'a');
    submit('v', 'same key');
    submit('w', 'same key');
    calls[0]?.finish();
    await settled();
    expect(calls[1]?.wallets).toEqual({ v: ['same key'] });
    calls[1]?.finish();
    await settled();
    expect(calls[2]?.wallets).toEqual({ w: ['same key'] });
  });

  test('fail for the one item that fails', async () => {
    const { calls, submit, told } = queueUnderTest();
    const answers = submit('w', 'a', 'b');
    calls[0]?.finish([['a!', new Failed(new Error('bad label'))]]);
    expect(await told(answers)).toEqual(['a!', 'Error: bad label']);
  });
});

describe('a wallet that somebody else holds', () => {
  test('is waited for by a call of its own, while the others go on', async () => {
    const { calls, submit, told } = queueUnderTest({ maxSharedCalls: 1 });
    submit('u', 'a');
    const held = submit('held', 'b', 'c');
    const free = submit('free', 'd');
    calls[0]?.finish();
    await settled();
    calls[1]?.finish(['busy', ['d!']]);
    expect(await told(free)).toEqual(['d!']);
    await settled();
    expect(calls[2]).toMatchObject({ wallets: { held: ['b', 'c'] }, wait: true });
    submit('u', 'e');
    expect(calls[3]).toMatchObject({ wallets: { u: ['e'] }, wait: false });
    calls[2]?.finish();
    expect(await told(held)).toEqual(['b!', 'c!']);
  });

  test('keeps its order with what came meanwhile, and is waited for at once while it stays in demand', async () => {
    const { calls, submit } = queueUnderTest();
    submit('held', 'a');
    submit('held', 'b');
    calls[0]?.finish(['busy']);
    await settled();
    expect(calls[1]).toMatchObject({ wallets: { held: ['a', 'b'] }, wait: true });
    submit('held', 'c');
    calls[1]?.finish();
    await settled();
    expect(calls[2]).toMatchObject({ wallets: { held: ['c'] }, wait: true });
    calls[2]?.finish();
    await settled();
    submit('held', 'd');
    expect(calls[3]).toMatchObject({ wallets: { held: ['d'] }, wait: false });
  });

  test('takes its place among those that are waited for: there are not more calls than there may be', async () => {
    const { calls, submit } = queueUnderTest({ maxSharedCalls: 3, maxWaitingCalls: 2 });
    for (const wallet of ['u', 'v', 'w']) submit(wallet, wallet);
    for (const call of [...calls]) call.finish(['busy']);
    await settled();
    expect(calls.slice(3).map(({ wallets }) => wallets)).toEqual([{ u: ['u'] }, { v: ['v'] }]);
    calls[3]?.finish();
    await settled();
    expect(calls[5]).toMatchObject({ wallets: { w: ['w'] }, wait: true });
  });
});
