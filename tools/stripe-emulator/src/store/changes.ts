export type Change = { table: string; id: string; row: object | null; undo: () => void };

/** Collects what one transaction changes, so that it can be journalled as one line or undone as a whole. */
export class Changes {
  private open: Change[] | null = null;

  begin(): void {
    if (this.open) throw new Error('A transaction is already open; transactions do not nest');
    this.open = [];
  }

  record(change: Change): void {
    // A change outside a transaction would be answered but never journalled.
    if (!this.open) throw new Error(`${change.table} ${change.id} was changed outside a transaction`);
    this.open.push(change);
  }

  commit(): Change[] {
    const changes = this.open ?? [];
    this.open = null;
    return changes;
  }

  rollback(): void {
    const changes = this.open ?? [];
    this.open = null;
    for (const change of changes.toReversed()) change.undo();
  }
}
