import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { JOURNAL_FILE, type JournalEntry } from './load.ts';

const ROWS_PER_LINE = 200;

/** An append-only file. Lines that queue up while a write is under way go out together with the next one. */
export class Journal {
  private readonly file: FileHandle;
  private queued = '';
  private batchIsOpen = false;
  private latestBatch: Promise<void> = Promise.resolve();

  private constructor(file: FileHandle) {
    this.file = file;
  }

  /** Replaces the file by one that holds only the present rows; a crash meanwhile leaves the old file intact. */
  static async compact(dataDir: string, rows: Iterable<JournalEntry>): Promise<Journal> {
    await mkdir(dataDir, { recursive: true });
    const target = join(dataDir, JOURNAL_FILE);
    const fresh = await open(`${target}.new`, 'w');
    try {
      for (const line of inLines(rows)) await fresh.write(line);
      await fresh.sync();
    } finally {
      await fresh.close();
    }
    await rename(`${target}.new`, target);
    return new Journal(await open(target, 'a'));
  }

  append(entries: JournalEntry[]): void {
    this.queued += `${JSON.stringify(entries)}\n`;
    if (this.batchIsOpen) return;
    this.batchIsOpen = true;
    this.latestBatch = this.writeAfter(this.latestBatch);
    // The failure reaches whoever awaits settled(); without this it would also end the process as unhandled.
    this.latestBatch.catch(() => undefined);
  }

  /** Resolves when everything appended so far is in the file; rejects for ever once a write has failed. */
  settled(): Promise<void> {
    return this.latestBatch;
  }

  async close(): Promise<void> {
    await this.settled();
    await this.file.close();
  }

  private async writeAfter(previousBatch: Promise<void>): Promise<void> {
    await previousBatch;
    const lines = this.queued;
    this.queued = '';
    this.batchIsOpen = false;
    await this.file.appendFile(lines);
  }
}

function* inLines(rows: Iterable<JournalEntry>): Generator<string> {
  let batch: JournalEntry[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length === ROWS_PER_LINE) {
      yield `${JSON.stringify(batch)}\n`;
      batch = [];
    }
  }
  if (batch.length > 0) yield `${JSON.stringify(batch)}\n`;
}
