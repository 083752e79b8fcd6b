import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { Sheet } from './sheet.ts';
import { writeSheet } from './write-sheet.ts';

function sheetOf(count: number): Sheet {
  const rows = Array.from({ length: count }, (_, index) => ({
    at: '2026-11-03 14:05',
    description:
      index % 7 === 0
        ? 'Lead returned (wrong service: asked for roofs and not for windows at all)'
        : 'Lead delivered',
    lead: `lead-${index}`,
    buyer: 'Żółć Solar 東京',
    amount: '\u221225.00',
    balance: '1,234.00',
  }));
  const edge = { at: '2026-11-01 00:00', amount: '0.00' };
  return {
    title: 'Wallet statement',
    account: 'Agência São Paulo',
    facts: [['Period', '1 November 2026 to 30 November 2026']],
    summary: [{ label: 'Opening', count: '', amount: '0.00', strong: true }],
    balanceLabel: 'Balance',
    withBuyers: true,
    opening: edge,
    rows,
    closing: edge,
    foot: 'Agência São Paulo · Pool · 1 November 2026 to 30 November 2026',
    writtenAt: new Date('2026-12-01T00:00:00Z'),
  };
}

async function pdfOf(sheet: Sheet): Promise<Buffer> {
  const { document, written } = writeSheet(sheet);
  const [bytes] = await Promise.all([buffer(document), written]);
  return bytes;
}

const pagesOf = (pdf: Buffer) => pdf.toString('latin1').match(/\/Type \/Page$/gm)?.length;

it('is the same to the byte however often it is written, and dated by what it says', async () => {
  const [first, second] = await Promise.all([pdfOf(sheetOf(200)), pdfOf(sheetOf(200))]);
  expect(first).toEqual(second);
  expect(first.toString('latin1')).toContain('(D:20261201000000Z)');
  expect(await pdfOf({ ...sheetOf(200), account: 'Another' })).not.toEqual(first);
});

it('has a page where there is no line, and as many as the lines need', async () => {
  expect(pagesOf(await pdfOf(sheetOf(0)))).toBe(1);
  expect(pagesOf(await pdfOf(sheetOf(200)))).toBeGreaterThan(4);
});

it('stops when its reader has gone', async () => {
  const { document, written } = writeSheet(sheetOf(2_000));
  document.destroy();
  await written;
});
