import { IMPORT_COLUMNS, type ImportColumn, REQUIRED_IMPORT_COLUMNS } from '@drawdown/shared/http';
import { fieldProblem } from '../http/problem.ts';

export type Column = ImportColumn;

const DELIMITERS = [',', ';', '\t'] as const;

/** What separates the columns: of the candidates the one that finds the most known names in the first line. */
export function delimiterOf(text: string): string {
  const [header = ''] = text.split('\n', 1);
  const found = DELIMITERS.map((delimiter) => ({
    delimiter,
    known: header.split(delimiter).filter((name) => columnNamed(name) !== null).length,
  }));
  return found.reduce((best, candidate) => (candidate.known > best.known ? candidate : best)).delimiter;
}

/** The columns in the order of the file. @throws ProblemError that names what is unknown, missing or there twice. */
export function readHeader(names: string[]): Column[] {
  const given = withoutEmptyEnd(names);
  const columns: Column[] = [];
  for (const name of given) {
    const column = columnNamed(name);
    if (column === null)
      throw headerProblem(`has the column "${name}", which is none of ${IMPORT_COLUMNS.join(', ')}`);
    if (columns.includes(column)) throw headerProblem(`has the column ${column} twice`);
    columns.push(column);
  }
  const missing = REQUIRED_IMPORT_COLUMNS.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw headerProblem(`has no column ${missing.join(' and no column ')}`);
  return columns;
}

/** `External ID`, `external_id` and `externalId` are one name. */
function columnNamed(name: string): Column | null {
  const plain = plainName(name);
  return IMPORT_COLUMNS.find((column) => plainName(column) === plain) ?? null;
}

function plainName(name: string): string {
  return name.replace(/["'\s_-]/g, '').toLowerCase();
}

function withoutEmptyEnd(names: string[]): string[] {
  const last = names.findLastIndex((name) => name.trim() !== '');
  return names.slice(0, last + 1);
}

function headerProblem(message: string): Error {
  return fieldProblem('validation_failed', 'header', message);
}
