import type { StripeEvent, WebhookEndpoint } from '../objects.ts';
import type { Sandbox } from '../sandbox.ts';
import { readSettings } from '../settings/settings.ts';
import { type Backoff, retryDelayMs } from './backoff.ts';
import type { DeliveryLog } from './delivery-log.ts';
import { postEvent } from './post.ts';
import { shuffled } from './shuffle.ts';

const MAX_CONCURRENT = 8;
const SHUFFLE_WINDOW_MS = 100;
const GIVE_UP_AFTER_SECONDS = 3 * 86_400;

export type DispatcherOptions = { backoff: Backoff; random: () => number; log: DeliveryLog };

/**
 * Sends every stored delivery until its endpoint acknowledges it, in the way of the present webhook mode. What a
 * restart interrupts is sent again, so an endpoint sees each event at least once.
 */
export class WebhookDispatcher {
  private readonly sandbox: Sandbox;
  private readonly options: DispatcherOptions;
  private readonly closing = new AbortController();
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly failures = new Map<string, number>();
  private readonly active = new Set<Promise<void>>();
  private ready: string[] = [];
  private shuffleTimer: NodeJS.Timeout | null = null;

  constructor(sandbox: Sandbox, options: DispatcherOptions) {
    this.sandbox = sandbox;
    this.options = options;
    sandbox.database.onCommit((changes) => {
      const fresh = changes.filter((change) => change.table === 'deliveries' && change.row !== null);
      this.ready.push(...fresh.map((change) => change.id));
      if (fresh.length > 0 || changes.some((change) => change.table === 'settings')) this.pump();
    });
  }

  /** Begins with what an earlier run left unacknowledged. */
  start(): void {
    this.ready.push(...this.sandbox.database.tables.deliveries.all().map((delivery) => delivery.id));
    this.pump();
  }

  async stop(): Promise<void> {
    this.closing.abort();
    for (const timer of this.timers) clearTimeout(timer);
    await Promise.all(this.active);
  }

  private pump(): void {
    if (this.closing.signal.aborted || this.ready.length === 0) return;
    switch (readSettings(this.sandbox.database.tables).webhookMode) {
      case 'pause':
        return;
      case 'drop':
        this.dropReady();
        return;
      case 'shuffle':
        this.awaitShuffle();
        return;
      case 'deliver':
      case 'duplicate':
      case 'bad_signature':
        this.sendReady();
    }
  }

  private sendReady(): void {
    while (this.ready.length > 0 && this.active.size < MAX_CONCURRENT) {
      const id = this.ready.shift();
      if (id !== undefined) this.run(() => this.deliver(id));
    }
  }

  /** Forgets deliveries without counting them: their events stay listed as not delivered. */
  private dropReady(): void {
    const dropped = this.ready;
    this.ready = [];
    this.forget(dropped);
  }

  private awaitShuffle(): void {
    this.shuffleTimer ??= this.later(SHUFFLE_WINDOW_MS, () => {
      this.shuffleTimer = null;
      const batch = shuffled(this.ready, this.options.random);
      this.ready = [];
      this.run(async () => {
        for (const id of batch) await this.deliver(id);
      });
    });
  }

  private async deliver(id: string): Promise<void> {
    // An event may be seen only once its cause is written, or a crash could leave the receiver knowing more.
    await this.sandbox.database.settled();
    const { tables } = this.sandbox.database;
    const delivery = tables.deliveries.get(id);
    const event = delivery && tables.events.get(delivery.event);
    const endpoint = delivery && tables.webhookEndpoints.get(delivery.endpoint);
    if (!delivery) return;
    const isTooOld = this.sandbox.nowSeconds - delivery.createdSeconds > GIVE_UP_AFTER_SECONDS;
    if (!event || !endpoint || isTooOld) return this.forget([id]);
    if (!(await this.post(endpoint, event))) return this.retryLater(id);
    if (readSettings(tables).webhookMode === 'duplicate') await this.post(endpoint, event);
    this.acknowledge(id);
  }

  /** Sends it in the way of the present mode; true when the endpoint answered 2xx. */
  private async post(endpoint: WebhookEndpoint, event: StripeEvent): Promise<boolean> {
    const { webhookMode } = readSettings(this.sandbox.database.tables);
    const signature = webhookMode === 'bad_signature' ? 'bad' : 'good';
    const status = await postEvent({ endpoint, event, signature, closing: this.closing.signal });
    this.options.log.add({ event: event.id, type: event.type, endpoint: endpoint.id, signature, status });
    return status !== null && status >= 200 && status < 300;
  }

  private acknowledge(id: string): void {
    this.failures.delete(id);
    this.sandbox.transact(({ tables }) => {
      const delivery = tables.deliveries.get(id);
      const event = delivery && tables.events.get(delivery.event);
      tables.deliveries.delete(id);
      if (event) tables.events.update(event.id, { pending_webhooks: event.pending_webhooks - 1 });
    });
  }

  private forget(ids: readonly string[]): void {
    for (const id of ids) this.failures.delete(id);
    this.sandbox.transact(({ tables }) => {
      for (const id of ids) tables.deliveries.delete(id);
    });
  }

  private retryLater(id: string): void {
    if (this.closing.signal.aborted) return;
    const failed = (this.failures.get(id) ?? 0) + 1;
    this.failures.set(id, failed);
    this.later(retryDelayMs(this.options.backoff, failed), () => {
      this.ready.push(id);
      this.pump();
    });
  }

  private run(work: () => Promise<void>): void {
    const running = work()
      .catch((error: unknown) => console.error('A webhook could not be delivered', error))
      .finally(() => {
        this.active.delete(running);
        this.pump();
      });
    this.active.add(running);
  }

  private later(delayMs: number, work: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, delayMs);
    this.timers.add(timer);
    return timer;
  }
}
