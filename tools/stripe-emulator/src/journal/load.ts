import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const JOURNAL_FILE = 'stripe-emulator.journal';

/** One row as of some moment; `row: null` says that it was deleted. A line of the file is one transaction. */
export type JournalEntry = { table: string; id: string; row: object | null };

/**
 * Reads every whole transaction in order. A torn last line is a transaction that was never answered, so it is
 * left out; a broken line before that means the file is damaged, and starting from it would lose money silently.
 */
export async function loadJournal(dataDir: string): Promise<JournalEntry[]> {
  const lines = (await readIfPresent(join(dataDir, JOURNAL_FILE))).split('\n');
  const torn = lines.pop();
  const entries = lines.flatMap((line, index) => parseLine(line, index + 1));
  return torn ? [...entries, ...parseTornLine(torn)] : entries;
}

async function readIfPresent(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

function parseLine(line: string, lineNumber: number): JournalEntry[] {
  try {
    return JSON.parse(line) as JournalEntry[];
  } catch (cause) {
    throw new Error(`${JOURNAL_FILE} is damaged at line ${lineNumber}; move it away to start empty`, {
      cause,
    });
  }
}

function parseTornLine(line: string): JournalEntry[] {
  try {
    return JSON.parse(line) as JournalEntry[];
  } catch {
    return [];
  }
}
