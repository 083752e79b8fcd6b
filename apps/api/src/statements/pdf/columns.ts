import { PAGE } from './pen.ts';
import type { Sheet, SheetRow } from './sheet.ts';
import { wrapped } from './wrap.ts';

export const ROW_SIZE = 7.5;
export const LINE_HEIGHT = 10;
const ROW_GAP = 4;

const LEFT = PAGE.margin;
const RIGHT = PAGE.width - PAGE.margin;
const GAP = 8;

export type Columns = {
  at: number;
  description: { x: number; width: number };
  lead: { x: number; width: number };
  buyer: { x: number; width: number };
  amountEnd: number;
  balanceEnd: number;
};

/** Without buyers their place goes to the description. */
export function columnsOf({ withBuyers }: Pick<Sheet, 'withBuyers'>): Columns {
  const balanceEnd = RIGHT;
  const amountEnd = RIGHT - 72;
  const buyerWidth = withBuyers ? 82 : 0;
  const buyer = { x: amountEnd - 62 - buyerWidth, width: buyerWidth };
  const lead = { x: buyer.x - (withBuyers ? GAP : 0) - 92, width: 92 };
  const description = { x: LEFT + 74, width: lead.x - GAP - (LEFT + 74) };
  return { at: LEFT, description, lead, buyer, amountEnd, balanceEnd };
}

export type LaidRow = SheetRow & {
  lines: { description: string[]; lead: string[]; buyer: string[] };
  height: number;
};

/** A row with its texts broken into the columns, and how high that makes it. */
export function laidRow(row: SheetRow, columns: Columns): LaidRow {
  const { description, lead, buyer } = columns;
  const lines = {
    description: wrapped(row.description, { width: description.width, size: ROW_SIZE }),
    lead: wrapped(row.lead, { width: lead.width, size: ROW_SIZE }),
    buyer: buyer.width === 0 ? [] : wrapped(row.buyer, { width: buyer.width, size: ROW_SIZE }),
  };
  const most = Math.max(lines.description.length, lines.lead.length, lines.buyer.length);
  return { ...row, lines, height: most * LINE_HEIGHT + ROW_GAP };
}
