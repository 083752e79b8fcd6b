import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { ReplayFailure } from './failure.ts';
import type { LeadRow, RowProblem } from './lead-row.ts';
import { COLUMNS, parseLeadRow } from './lead-row.ts';

const recordSchema = z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) });

/** The rows of the file one after the other, good and bad, without ever holding the file in memory. */
export async function* readLeads(file: string): AsyncGenerator<LeadRow | RowProblem> {
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  // The parser hands a failure of the file on to whoever reads from it.
  pipeline(createReadStream(file), parser, () => {});

  let header: Header | null = null;
  try {
    for await (const chunk of parser) {
      const { record, info } = recordSchema.parse(chunk);
      if (header === null) header = readHeader(record);
      else yield readRow(header, record, info.lines);
    }
  } catch (error) {
    if (error instanceof CsvError) {
      const line = typeof error.lines === 'number' ? error.lines : 1;
      yield { line, text: error.message };
      return;
    }
    if (isFileError(error))
      throw new ReplayFailure(`cannot read ${file}: ${error.message}`, { cause: error });
    throw error;
  }
  if (header === null)
    throw new ReplayFailure(`${file} is empty: the first line must be ${COLUMNS.join(',')}`);
}

type Header = { columns: number; order: readonly number[] };

/** Where each column of ours stands in the file; further columns are passed over. */
function readHeader(record: readonly string[]): Header {
  const names = record.map((name) => name.toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0)
    throw new ReplayFailure(
      `the first line must name the columns ${COLUMNS.join(',')}: ${missing.join(', ')} missing`,
    );
  return { columns: names.length, order: COLUMNS.map((column) => names.indexOf(column)) };
}

/** A line of another length is refused whole: an unquoted `1,200.50` would else be a lead at 1. */
function readRow({ columns, order }: Header, record: readonly string[], line: number): LeadRow | RowProblem {
  if (record.length !== columns)
    return { line, text: `has ${record.length} columns where the first line has ${columns}` };
  const cells = order.map((index) => record[index] ?? '');
  return parseLeadRow(cells, line);
}

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
