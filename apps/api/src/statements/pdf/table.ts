import type { Columns, LaidRow } from './columns.ts';
import { LINE_HEIGHT, ROW_SIZE } from './columns.ts';
import { INK, PAGE, type Pen } from './pen.ts';
import type { Sheet } from './sheet.ts';
import { wrapped } from './wrap.ts';

export const TABLE_HEAD_HEIGHT = 20;
export const EDGE_ROW_HEIGHT = 16;
const PAGE_NUMBER_WIDTH = 90;

export function drawTableHead(pen: Pen, sheet: Sheet, { columns, y }: { columns: Columns; y: number }): void {
  const style = { y: y + 10, size: ROW_SIZE, color: INK.quiet };
  pen.text('Date', { ...style, x: columns.at });
  pen.text('Description', { ...style, x: columns.description.x });
  pen.text('Lead', { ...style, x: columns.lead.x });
  if (sheet.withBuyers) pen.text('Buyer', { ...style, x: columns.buyer.x });
  pen.text('Amount', { ...style, x: columns.amountEnd, align: 'right' });
  pen.text(sheet.balanceLabel, { ...style, x: columns.balanceEnd, align: 'right' });
  pen.rule(y + TABLE_HEAD_HEIGHT - 4);
}

export function drawRow(pen: Pen, row: LaidRow, { columns, y }: { columns: Columns; y: number }): void {
  const first = y + LINE_HEIGHT - 1;
  const style = { y: first, size: ROW_SIZE };
  pen.text(row.at, { ...style, x: columns.at });
  const block = (lines: string[], x: number) =>
    lines.forEach((line, index) => {
      pen.text(line, { x, y: first + index * LINE_HEIGHT, size: ROW_SIZE });
    });
  block(row.lines.description, columns.description.x);
  block(row.lines.lead, columns.lead.x);
  block(row.lines.buyer, columns.buyer.x);
  pen.text(row.amount, { ...style, x: columns.amountEnd, align: 'right' });
  pen.text(row.balance, { ...style, x: columns.balanceEnd, align: 'right' });
}

type Edge = { label: string; at: string; amount: string };

/** The opening or the closing. */
export function drawEdge(pen: Pen, edge: Edge, { columns, y }: { columns: Columns; y: number }): void {
  const style = { y: y + LINE_HEIGHT, size: ROW_SIZE, weight: 'bold' } as const;
  pen.text(edge.at, { ...style, x: columns.at });
  pen.text(edge.label, { ...style, x: columns.description.x });
  pen.text(edge.amount, { ...style, x: columns.balanceEnd, align: 'right' });
}

export function drawFoot(pen: Pen, sheet: Sheet, { page, pages }: { page: number; pages: number }): void {
  const y = PAGE.height - PAGE.margin + 8;
  const style = { y, size: 7, color: INK.quiet };
  const end = PAGE.width - PAGE.margin;
  pen.rule(y - 12);
  pen.text(`Page ${page} of ${pages}`, { ...style, x: end, align: 'right' });
  const [foot = ''] = wrapped(sheet.foot, { width: end - PAGE.margin - PAGE_NUMBER_WIDTH, size: style.size });
  pen.text(foot, { ...style, x: PAGE.margin });
}
