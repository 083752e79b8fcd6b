import type { Changes } from './changes.ts';

/** Rows by id in order of creation. Rows are never changed in place, so events can keep them as snapshots. */
export class Table<R extends { id: string }> {
  readonly name: string;
  private readonly changes: Changes;
  private readonly rows = new Map<string, R>();

  constructor(name: string, changes: Changes) {
    this.name = name;
    this.changes = changes;
  }

  get(id: string): R | undefined {
    return this.rows.get(id);
  }

  put(row: R): R {
    const before = this.rows.get(row.id);
    this.rows.set(row.id, row);
    const undo = () => (before ? this.rows.set(row.id, before) : this.rows.delete(row.id));
    this.changes.record({ table: this.name, id: row.id, row, undo });
    return row;
  }

  update(id: string, patch: Partial<R>): R {
    const before = this.rows.get(id);
    if (!before) throw new Error(`There is no ${id} in ${this.name}`);
    return this.put({ ...before, ...patch });
  }

  delete(id: string): void {
    const before = this.rows.get(id);
    if (!before) return;
    this.rows.delete(id);
    this.changes.record({ table: this.name, id, row: null, undo: () => this.rows.set(id, before) });
  }

  clear(): void {
    for (const id of [...this.rows.keys()]) this.delete(id);
  }

  /** Remembers the rows as they are now. What it answers puts them back, in a transaction. */
  capture(): () => void {
    const rows = this.all();
    return () => {
      this.clear();
      for (const row of rows) this.put(row);
    };
  }

  all(): R[] {
    return [...this.rows.values()];
  }

  find(matches: (row: R) => boolean): R | undefined {
    for (const row of this.rows.values()) if (matches(row)) return row;
    return undefined;
  }

  /** Puts back a row read from the journal, which was written by `put` of this same table. */
  restore(id: string, row: object | null): void {
    if (row) this.rows.set(id, row as R);
    else this.rows.delete(id);
  }
}
