import { INK, PAGE, type Pen } from './pen.ts';
import type { Sheet } from './sheet.ts';
import { wrapped } from './wrap.ts';

const LEFT = PAGE.margin;
const RIGHT = PAGE.width - PAGE.margin;
const LABEL_WIDTH = 92;
const FACT = { size: 8.5, lineHeight: 13 };

type FactLines = { label: string; lines: string[] }[];

function factLines({ facts }: Sheet): FactLines {
  const width = RIGHT - LEFT - LABEL_WIDTH;
  return facts.map(([label, value]) => ({ label, lines: wrapped(value, { width, size: FACT.size }) }));
}

const TITLE_BOTTOM = PAGE.margin + 62;

/** Where the table begins on the first page. */
export function headBottom(sheet: Sheet): number {
  const factCount = factLines(sheet).reduce((sum, { lines }) => sum + lines.length, 0);
  return TITLE_BOTTOM + factCount * FACT.lineHeight + 14 + sheet.summary.length * FACT.lineHeight + 22;
}

/** Who, what and when; then how the opening became the closing. */
export function drawHead(pen: Pen, sheet: Sheet): void {
  pen.text(sheet.account, { x: LEFT, y: PAGE.margin + 14, size: 11, weight: 'bold' });
  pen.text(sheet.title, { x: LEFT, y: PAGE.margin + 40, size: 17, weight: 'bold' });
  let y = TITLE_BOTTOM;
  for (const { label, lines } of factLines(sheet)) {
    y += FACT.lineHeight;
    pen.text(label, { x: LEFT, y: y - 3, size: FACT.size, color: INK.quiet });
    lines.forEach((line, index) => {
      if (index > 0) y += FACT.lineHeight;
      pen.text(line, { x: LEFT + LABEL_WIDTH, y: y - 3, size: FACT.size });
    });
  }
  y += 10;
  pen.rule(y);
  y += 4;
  for (const { label, count, amount, strong } of sheet.summary) {
    y += FACT.lineHeight;
    const weight = strong ? 'bold' : 'regular';
    pen.text(label, { x: LEFT, y: y - 3, size: FACT.size, weight });
    pen.text(count, { x: LEFT + 250, y: y - 3, size: FACT.size, color: INK.quiet, align: 'right' });
    pen.text(amount, { x: LEFT + 340, y: y - 3, size: FACT.size, weight, align: 'right' });
  }
}
