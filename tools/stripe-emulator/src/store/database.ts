import { Journal } from '../journal/journal.ts';
import { type JournalEntry, loadJournal } from '../journal/load.ts';
import { type Change, Changes } from './changes.ts';
import { createTables, type Tables } from './tables.ts';

type CommitListener = (changes: readonly Change[]) => void;

/**
 * The tables with their journal. What a transaction did is visible at once, but nothing may be answered before
 * `settled()`: then it survives a `kill -9`.
 */
export class Database {
  readonly tables: Tables;
  private readonly changes = new Changes();
  private readonly listeners: CommitListener[] = [];
  private journal: Journal | null = null;

  private constructor() {
    this.tables = createTables(this.changes);
  }

  /** Opens the journal in `dataDir`, or a database in memory alone when there is no directory. */
  static async open(dataDir: string | undefined): Promise<Database> {
    const database = new Database();
    if (dataDir === undefined) return database;
    const byName = new Map(Object.values(database.tables).map((table) => [table.name, table]));
    for (const entry of await loadJournal(dataDir)) byName.get(entry.table)?.restore(entry.id, entry.row);
    database.journal = await Journal.compact(dataDir, database.entries());
    return database;
  }

  /** Runs `work` whole or not at all: when it throws, every change it made is undone. */
  transact<T>(work: () => T): T {
    this.changes.begin();
    let value: T;
    try {
      value = work();
    } catch (error) {
      this.changes.rollback();
      throw error;
    }
    const changes = this.changes.commit();
    if (changes.length > 0) {
      this.journal?.append(changes.map(({ table, id, row }) => ({ table, id, row })));
      for (const listener of this.listeners) listener(changes);
    }
    return value;
  }

  /** Resolves once everything committed so far is written. */
  async settled(): Promise<void> {
    await this.journal?.settled();
  }

  onCommit(listener: CommitListener): void {
    this.listeners.push(listener);
  }

  async close(): Promise<void> {
    await this.journal?.close();
  }

  private *entries(): Generator<JournalEntry> {
    for (const table of Object.values(this.tables)) {
      for (const row of table.all()) yield { table: table.name, id: row.id, row };
    }
  }
}
