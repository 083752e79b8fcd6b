import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFile } from './check-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawdown-leads-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function check(text: string) {
  const file = join(folder, 'leads.csv');
  await writeFile(file, text);
  return checkFile(file);
}

const HEADER = 'time,lead_id,buyer,price\n';
const GOOD = '2026-09-15T12:00:00Z,L1,ann,10.00\n';

describe('a file of leads', () => {
  it('is read with its rows, times and buyers', async () => {
    const checked = await check(
      `${HEADER}${GOOD}2026-09-15T14:00:00+02:00,L2,bob,9\n2026-09-15T12:00:01.5Z,L3,ann,1.125\n`,
    );
    expect(checked).toMatchObject({ rows: 3, problems: [] });
    expect(checked.lastMs - checked.firstMs).toBe(1500);
    expect([...checked.buyers]).toEqual([
      ['ann', { firstLine: 2, rows: 2, finestPrice: { text: '1.125', line: 4 } }],
      ['bob', { firstLine: 3, rows: 1, finestPrice: { text: '9', line: 3 } }],
    ]);
  });

  it('may have its columns in another order, further columns, quotes, a byte order mark and CRLF', async () => {
    const checked = await check(
      '\uFEFFprice,Buyer,state,lead_id,time\r\n"10.00",ann,TX,L1,2026-09-15T12:00:00Z\r\n',
    );
    expect(checked).toMatchObject({ rows: 1, problems: [] });
  });

  it.each([
    ['noon,L1,ann,10.00', 'time must be like'],
    ['2026-02-30T99:00:00Z,L1,ann,10.00', 'time must be like'],
    ['2026-09-15T12:00:00,L1,ann,10.00', 'time must be like'],
    ['2026-09-15T12:00:00Z,,ann,10.00', 'lead_id is empty'],
    ['2026-09-15T12:00:00Z,L1,,10.00', 'buyer is empty'],
    [`2026-09-15T12:00:00Z,${'L'.repeat(141)},ann,10.00`, 'lead_id is longer than 140 characters'],
    ['2026-09-15T12:00:00Z,"L\u00071",ann,10.00', 'lead_id has a control character'],
    ['2026-09-15T12:00:00Z,L1,ann,-10.00', 'price must be like 42.50'],
    ['2026-09-15T12:00:00Z,L1,ann,1e3', 'price must be like 42.50'],
    ['2026-09-15T12:00:00Z,L1,ann,$10', 'price must be like 42.50'],
    ['2026-09-15T12:00:00Z,L1,ann,0.00', 'price must be greater than zero'],
    ['2026-09-15T12:00:00Z,L1,ann', 'has 3 columns where the first line has 4'],
    ['2026-09-15T12:00:00Z,L1,ann,1,200.50', 'has 5 columns where the first line has 4'],
    ['2026-09-15T11:59:59Z,L1,ann,10.00', 'time goes back'],
    ['2026-09-15T12:00:00Z,"L1,ann,10.00', 'Quote'],
  ])('is refused for the row %s', async (row, text) => {
    const { problems } = await check(`${HEADER}${GOOD}${row}\n`);
    expect(problems).toEqual([{ line: expect.any(Number), text: expect.stringContaining(text) }]);
    expect(problems[0]?.line).toBeGreaterThanOrEqual(3);
  });

  it('is counted in lines of the file, empty ones included', async () => {
    const { problems } = await check(`${HEADER}\n${GOOD}\n\nbad,L2,ann,10.00\n`);
    expect(problems.map((problem) => problem.line)).toEqual([6]);
  });

  it('is refused when it is empty, has no leads, lacks a column or cannot be opened', async () => {
    await expect(check('')).rejects.toThrow('is empty');
    expect((await check(HEADER)).problems).toEqual([{ line: 1, text: 'there are no leads in the file' }]);
    await expect(check('time,lead,buyer,price\n')).rejects.toThrow('lead_id missing');
    await expect(checkFile(join(folder, 'none.csv'))).rejects.toThrow('cannot read');
    await expect(checkFile(folder)).rejects.toThrow('cannot read');
  });
});
