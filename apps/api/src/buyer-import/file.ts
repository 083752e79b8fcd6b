import { MAX_IMPORT_ROWS } from '@drawdown/shared/http';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { fieldProblem } from '../http/problem.ts';
import type { Column } from './header.ts';
import { delimiterOf, readHeader } from './header.ts';

/** A row of the file: what stands in its columns, trimmed, and the line on which it begins. */
export type FileRow = { line: number; cells: ReadonlyMap<Column, string>; tooMany: boolean };

const records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

/**
 * The rows of a file of buyers: UTF-8 with or without a mark, commas, semicolons or tabs, any ends of line, quotes.
 * @throws ProblemError where the file as a whole cannot be read.
 */
export function readFile(bytes: Buffer): FileRow[] {
  const text = textOf(bytes);
  const parsed = parsedRecords(text);
  const [first, ...rest] = parsed;
  if (first === undefined) throw fileProblem('is empty: the first line names the columns');
  const columns = readHeader(first.record);
  const rows = rest.map(({ record, line }) => ({
    line,
    cells: new Map(columns.map((column, index) => [column, (record[index] ?? '').trim()])),
    tooMany: record.slice(columns.length).some((cell) => cell.trim() !== ''),
  }));
  if (rows.length === 0) throw fileProblem('has no row below its header');
  if (rows.length > MAX_IMPORT_ROWS)
    throw fileProblem(`has ${rows.length} rows; ${MAX_IMPORT_ROWS} at once are possible: cut it in parts`);
  return rows;
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replace(/\r\n?/g, '\n');
  } catch {
    throw fileProblem('is not UTF-8: save it as "CSV UTF-8"');
  }
}

function parsedRecords(text: string): { record: string[]; line: number }[] {
  try {
    const parsed: unknown = parse(text, {
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      record_delimiter: '\n',
    });
    return records.parse(parsed).map(({ record, info }) => ({
      record,
      line: info.lines - newlinesIn(record),
    }));
  } catch (error) {
    if (error instanceof CsvError) throw fileProblem(`cannot be read as CSV: ${error.message}`);
    throw error;
  }
}

/** How many line ends stand within quotes. */
function newlinesIn(record: string[]): number {
  return record.reduce((sum, cell) => sum + (cell.match(/\n/g)?.length ?? 0), 0);
}

export function fileProblem(message: string): Error {
  return fieldProblem('validation_failed', 'file', message);
}
