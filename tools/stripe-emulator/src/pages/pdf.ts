import type { Answer } from '../http/answer.ts';

const LEFT = 72;
const TOP = 760;
const LEADING = 20;

/** A PDF of one page with these lines. Its text is plain ASCII, so that characters and bytes are the same. */
export function pdf(lines: readonly string[]): Answer {
  const text = lines.map((line, index) => drawn(line, TOP - index * LEADING)).join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let body = '%PDF-1.4\n';
  const offsets: number[] = [];
  for (const [index, object] of objects.entries()) {
    offsets.push(body.length);
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}${trailer}`;
  return { status: 200, body, headers: { 'content-type': 'application/pdf', 'cache-control': 'no-store' } };
}

function drawn(line: string, y: number): string {
  const ascii = line.replaceAll(/[^ -~]/g, '?').replaceAll(/[\\()]/g, (character) => `\\${character}`);
  return `BT /F1 12 Tf ${LEFT} ${y} Td (${ascii}) Tj ET`;
}
