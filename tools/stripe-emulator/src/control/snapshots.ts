import type { Sandbox } from '../sandbox.ts';

type Snapshot = { id: string; restore: () => void };

const MOST_KEPT = 20;

/** Everything the emulator remembers, as it was at moments that a test chose; kept until the process ends. */
export class Snapshots {
  private kept: Snapshot[] = [];
  private taken = 0;

  take({ database }: Sandbox): { id: string } {
    this.taken += 1;
    const id = `snap_${this.taken}`;
    const restores = Object.values(database.tables).map((table) => table.capture());
    const restore = () => {
      for (const restoreTable of restores) restoreTable();
    };
    this.kept = [...this.kept, { id, restore }].slice(-MOST_KEPT);
    return { id };
  }

  /** False when there is no such snapshot, or not any more. Webhooks that waited at that moment are sent again. */
  restore(sandbox: Sandbox, id: string): boolean {
    const snapshot = this.kept.find((kept) => kept.id === id);
    if (!snapshot) return false;
    sandbox.transact(snapshot.restore);
    return true;
  }
}
