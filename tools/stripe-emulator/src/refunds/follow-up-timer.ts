import type { Sandbox } from '../sandbox.ts';
import { required } from '../store/required.ts';
import { settleRefund } from './settle.ts';

/** Settles refunds whose result comes later by itself, those from before a restart included. */
export class FollowUpTimer {
  private readonly sandbox: Sandbox;
  private readonly delayMs: number;
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(sandbox: Sandbox, delayMs: number) {
    this.sandbox = sandbox;
    this.delayMs = delayMs;
    for (const followUp of sandbox.database.tables.followUps.all()) this.schedule(followUp.id);
    sandbox.database.onCommit((changes) => {
      for (const { table, id, row } of changes) if (table === 'followUps' && row) this.schedule(id);
    });
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private schedule(id: string): void {
    if (this.timers.has(id)) return;
    const settle = () => {
      this.timers.delete(id);
      this.settle(id);
    };
    this.timers.set(id, setTimeout(settle, this.delayMs));
  }

  private settle(id: string): void {
    const followUp = this.sandbox.database.tables.followUps.get(id);
    if (!followUp) return;
    this.sandbox.transact((scope) =>
      settleRefund(scope, required(scope.tables.refunds, id, { noun: 'refund' }), followUp),
    );
  }
}
