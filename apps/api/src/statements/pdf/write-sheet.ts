import { setImmediate } from 'node:timers/promises';
import { type Columns, columnsOf, type LaidRow, laidRow } from './columns.ts';
import { drawHead, headBottom } from './head.ts';
import { paginate } from './paginate.ts';
import { openPen, PAGE, type Pen } from './pen.ts';
import type { Sheet } from './sheet.ts';
import { drawEdge, drawFoot, drawRow, drawTableHead, EDGE_ROW_HEIGHT, TABLE_HEAD_HEIGHT } from './table.ts';

const BOTTOM = PAGE.height - PAGE.margin - 14;

/** Rows measured before other requests get their turn. */
const PORTION = 100;

/**
 * A sheet as a PDF, page by page as it is read, between the turns of other requests. The same sheet is the same bytes.
 * Ends early when the reader has gone.
 */
export function writeSheet(sheet: Sheet): { document: Pen['document']; written: Promise<void> } {
  const pen = openPen({ title: sheet.title, author: sheet.account, writtenAt: sheet.writtenAt });
  return { document: pen.document, written: writePages(pen, sheet) };
}

async function writePages(pen: Pen, sheet: Sheet): Promise<void> {
  const columns = columnsOf(sheet);
  const head = headBottom(sheet);
  const rows: LaidRow[] = [];
  for (const [index, row] of sheet.rows.entries()) {
    if (index % PORTION === 0) await setImmediate();
    rows.push(laidRow(row, columns));
  }
  const following = BOTTOM - PAGE.margin - TABLE_HEAD_HEIGHT - EDGE_ROW_HEIGHT;
  const first = BOTTOM - head - TABLE_HEAD_HEIGHT - 2 * EDGE_ROW_HEIGHT;
  const pages = paginate(rows, { first, following });
  for (const [index, onPage] of pages.entries()) {
    await setImmediate();
    if (pen.document.destroyed) return;
    pen.document.addPage();
    if (index === 0) drawHead(pen, sheet);
    const y = index === 0 ? head : PAGE.margin;
    const place = { first: index === 0, last: index === pages.length - 1 };
    drawTable(pen, sheet, { columns, y, rows: onPage, place });
    drawFoot(pen, sheet, { page: index + 1, pages: pages.length });
  }
  pen.document.end();
}

type Table = { columns: Columns; y: number; rows: LaidRow[]; place: { first: boolean; last: boolean } };

function drawTable(pen: Pen, sheet: Sheet, { columns, y: top, rows, place }: Table): void {
  drawTableHead(pen, sheet, { columns, y: top });
  let y = top + TABLE_HEAD_HEIGHT;
  if (place.first) {
    drawEdge(pen, { label: 'Opening', ...sheet.opening }, { columns, y });
    y += EDGE_ROW_HEIGHT;
  }
  for (const row of rows) {
    drawRow(pen, row, { columns, y });
    y += row.height;
  }
  if (!place.last) return;
  pen.rule(y);
  drawEdge(pen, { label: 'Closing', ...sheet.closing }, { columns, y });
}
