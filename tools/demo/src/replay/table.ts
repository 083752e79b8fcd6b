export type Column = { title: string; align: 'left' | 'right' };

/** Plain text columns, as wide as their widest cell. A row of `null` is a rule. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[] | null)[]): string {
  const cells = [columns.map((column) => column.title), ...rows];
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => row?.[index]?.length ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const line = (row: readonly string[]) =>
    columns
      .map(({ align }, index) => {
        const cell = row[index] ?? '';
        const width = widths[index] ?? 0;
        return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  const [header, ...body] = cells.map((row) => (row === null ? rule : line(row)));
  return [header, rule, ...body].join('\n');
}
