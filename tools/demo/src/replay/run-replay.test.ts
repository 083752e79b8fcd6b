import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { replayIn } from '../testing/replay-in.ts';
import type { SmallBuyer } from '../testing/small-books.ts';
import type { SmallDrawdown } from '../testing/small-drawdown.ts';
import { startSmallDrawdown } from '../testing/small-drawdown.ts';

const BUYERS: readonly SmallBuyer[] = [
  { externalId: 'ann', walletId: 'wal_ann' },
  { externalId: 'bob', walletId: 'wal_pool', shared: true },
  { externalId: 'cho', walletId: 'wal_pool', shared: true },
];

type Row = { buyer: string; priceMinor: number };

const csv = (rows: readonly Row[]) =>
  [
    'time,lead_id,buyer,price',
    ...rows.map(({ buyer, priceMinor }, index) => {
      const time = new Date(Date.UTC(2026, 8, 15, 12) + index * 1000).toISOString();
      return `${time},L${index + 1},${buyer},${(priceMinor / 100).toFixed(2)}`;
    }),
  ].join('\n');

let drawdown: SmallDrawdown;
afterEach(() => drawdown.close());

async function start(balances: { ann: number; pool: number }) {
  drawdown = await startSmallDrawdown(BUYERS);
  drawdown.balances.set('wal_ann', balances.ann).set('wal_pool', balances.pool);
}

const play = (rows: readonly Row[], args: readonly string[] = [], stop?: AbortSignal) =>
  replayIn(csv(rows), ['--url', drawdown.url, '--key', 'test-key', '--speed', 'max', ...args], stop);

const lead = (buyer: string, priceMinor = 1000): Row => ({ buyer, priceMinor });
const sentLeads = () => drawdown.requests.flatMap((request) => request.leadIds);

describe('a replay', () => {
  it('sums up what was delivered, refused and why, and names the buyer to watch', async () => {
    await start({ ann: 1500, pool: 10_000 });
    const { exitCode, out } = await play([
      lead('ann'),
      lead('bob'),
      lead('cho', 2050),
      lead('ann'),
      lead('bob'),
    ]);
    expect(exitCode).toBe(0);
    expect(out).toContain(
      `buyer      delivered  refused   spent    before    after  why not delivered
---------  ---------  -------  ------  --------  -------  -------------------
Buyer ann          1        1  $10.00    $15.00    $5.00  1 not enough credit
Buyer bob          2        0  $20.00  $100.00*  $59.50*
Buyer cho          1        0  $20.50  $100.00*  $59.50*
---------  ---------  -------  ------  --------  -------  -------------------
total              4        1  $50.50   $115.00   $64.50

* a wallet that several buyers share
Watch Buyer ann: its credit ran out first, at 12:00 UTC. ${drawdown.url}/buyers/buy_ann
`,
    );
    expect(out).not.toContain('besides this run');
  });

  it('equals the straightforward calculation, whatever the file and however it is played', async () => {
    const row = fc.record({
      buyer: fc.constantFrom('ann', 'bob', 'cho'),
      priceMinor: fc.integer({ min: 1, max: 400 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 150 }),
        fc.record({ ann: fc.nat(15_000), pool: fc.nat(15_000) }),
        fc.constantFrom(['--speed', 'max'], ['--speed', '1000000'], ['--speed', 'max', '--concurrency', '1']),
        async (rows, balances, args) => {
          await start(balances);
          const { exitCode, out } = await play(rows, args);
          const expected = straightforward(rows, balances);
          const cells = (out.match(/^total.*$/m)?.[0] ?? '').split(/\s{2,}/);
          expect(exitCode).toBe(0);
          expect(cells).toEqual(['total', ...expected.total]);
          expect(drawdown.balances.get('wal_ann')).toBe(expected.ann);
          expect(drawdown.balances.get('wal_pool')).toBe(expected.pool);
          await drawdown.close();
        },
      ),
      { numRuns: 40 },
    );
  });

  it('sends the leads of a wallet in the order of the file', async () => {
    await start({ ann: 1_000_000, pool: 1_000_000 });
    const rows = Array.from({ length: 300 }, (_, index) => lead(['bob', 'ann', 'cho'][index % 3] ?? 'ann'));
    await play(rows, ['--run', '', '--speed', '1000000', '--concurrency', '8']);
    const order = (buyers: readonly string[]) =>
      sentLeads()
        .map((id) => Number(id.slice(1)))
        .filter((number) => buyers.includes(rows[number - 1]?.buyer ?? ''));
    expect(drawdown.requests).toHaveLength(300);
    for (const buyers of [['ann'], ['bob', 'cho']])
      expect(order(buyers)).toEqual(order(buyers).toSorted((left, right) => left - right));
  });

  it('repeats a request whose answer was lost, with its key, and takes nothing twice', async () => {
    await start({ ann: 3000, pool: 0 });
    drawdown.faults.push({ kind: 'lose_answer' }, { kind: 'turn_away', status: 503, retryAfter: '0' });
    const { exitCode, out } = await play([lead('ann')]);
    expect(exitCode).toBe(0);
    expect(new Set(drawdown.requests.map((request) => request.key)).size).toBe(1);
    expect(drawdown.requests).toHaveLength(3);
    expect(drawdown.balances.get('wal_ann')).toBe(2000);
    expect(out).toMatch(/^total +1 +0 +\$10\.00 /m);
  });

  it('gives lead ids a prefix of each run, so that a second run is not all repeats', async () => {
    await start({ ann: 10_000, pool: 0 });
    await play([lead('ann')], ['--run', 'first-']);
    await play([lead('ann')], ['--run', 'second-']);
    await play([lead('ann')]);
    expect(sentLeads().slice(0, 2)).toEqual(['first-L1', 'second-L1']);
    expect(sentLeads()[2]).toMatch(/^run-[0-9a-z]+-L1$/);
    expect(drawdown.balances.get('wal_ann')).toBe(7000);
  });

  it('takes nothing for a run that is played again under its prefix, and says so', async () => {
    await start({ ann: 10_000, pool: 0 });
    await play([lead('ann'), lead('ann')], ['--run', 'same-']);
    const { out } = await play([lead('ann'), lead('ann')], ['--run', 'same-']);
    expect(drawdown.balances.get('wal_ann')).toBe(8000);
    expect(out).toContain('Buyer ann: +$20.00 came about besides this run');
  });

  it('counts a lead that stands twice in the file as one delivery', async () => {
    await start({ ann: 10_000, pool: 0 });
    const twice = csv([lead('ann'), lead('ann')]).replace('L2', 'L1');
    const { out } = await replayIn(twice, ['--url', drawdown.url, '--key', 'test-key', '--speed', 'max']);
    expect(out).toMatch(/^Buyer ann +1 +0 +\$10\.00 .* 1 delivered before$/m);
  });

  it('ends with 1 when a lead had an error', async () => {
    await start({ ann: 10_000, pool: 0 });
    drawdown.faults.push({ kind: 'turn_away', status: 422 });
    const { exitCode, out } = await play([lead('ann')]);
    expect(exitCode).toBe(1);
    expect(out).toContain('1 lead had an error; the first, on line 2: unavailable');
  });

  it('sums up the run so far when it is stopped', async () => {
    await start({ ann: 1_000_000, pool: 0 });
    const stopping = new AbortController();
    const playing = play([lead('ann'), lead('ann')], ['--speed', '0.001'], stopping.signal);
    await drawdown.firstRequest;
    stopping.abort();
    const { exitCode, out } = await playing;
    expect(exitCode).toBe(130);
    expect(out).toContain('what follows is the run so far');
    expect(out).toMatch(/^total +1 +0 /m);
  });
});

describe('nothing is sent, and the exit code is 2,', () => {
  it('when a row is bad: each is told with its line', async () => {
    await start({ ann: 10_000, pool: 0 });
    const bad = `${csv([lead('ann')])}\nnoon,L2,ann,10.00\n`;
    const { exitCode, err } = await replayIn(bad, ['--url', drawdown.url, '--key', 'test-key']);
    expect(exitCode).toBe(2);
    expect(err).toContain('line 3: time must be like 2026-09-15T14:30:00Z: "noon"');
    expect(drawdown.requests).toEqual([]);
  });

  it('when a buyer is not known: each is told with its first line', async () => {
    await start({ ann: 10_000, pool: 0 });
    const { exitCode, err } = await play([lead('ann'), lead('eve'), lead('dan'), lead('eve')]);
    expect(exitCode).toBe(2);
    expect(err).toContain('line 3: there is no buyer with the external id eve (2 leads)');
    expect(err).toContain('line 4: there is no buyer with the external id dan (1 lead)');
    expect(drawdown.requests).toEqual([]);
  });

  it('when a price is finer than the currency of its buyer', async () => {
    await start({ ann: 10_000, pool: 0 });
    const fine = csv([lead('ann'), lead('ann')]).replace(/10\.00$/, '10.005');
    const { exitCode, err } = await replayIn(fine, ['--url', drawdown.url, '--key', 'test-key']);
    expect(exitCode).toBe(2);
    expect(err).toContain('line 3: price 10.005 has more decimals than USD');
  });

  it('when the key is refused, or no demo is known', async () => {
    await start({ ann: 10_000, pool: 0 });
    const file = csv([lead('ann')]);
    const refused = await replayIn(file, ['--url', drawdown.url, '--key', 'another']);
    expect(refused).toMatchObject({ exitCode: 2, err: expect.stringContaining('unauthenticated') });
    const unknown = await replayIn(file, []);
    expect(unknown).toMatchObject({ exitCode: 2, err: expect.stringContaining('npm start') });
  });
});

/** Each wallet pays for what it can, in the order of the file. */
function straightforward(rows: readonly Row[], balances: { ann: number; pool: number }) {
  const left = { ...balances };
  let delivered = 0;
  for (const { buyer, priceMinor } of rows) {
    const wallet = buyer === 'ann' ? 'ann' : 'pool';
    if (priceMinor > left[wallet]) continue;
    left[wallet] -= priceMinor;
    delivered += 1;
  }
  // Only wallets that the file draws on are in its table.
  const used = new Set(rows.map((row) => (row.buyer === 'ann' ? 'ann' : 'pool')));
  const sum = (of: typeof balances) => (used.has('ann') ? of.ann : 0) + (used.has('pool') ? of.pool : 0);
  const dollars = (minor: number) =>
    (minor / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
  const total = [
    String(delivered),
    String(rows.length - delivered),
    dollars(sum(balances) - sum(left)),
    dollars(sum(balances)),
    dollars(sum(left)),
  ];
  return { ...left, total };
}
