import {
  OPEN_REASONS_QUERY,
  PAUSE_CHANGED_SIGNAL,
  RESOLVE_PAUSE_UPDATE,
  type ResolvePauseInput,
  type ResolvePauseResult,
} from '@drawdown/shared/workflows';
import {
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  Trigger,
} from '@temporalio/workflow';
import type { OpenPause } from '../../activities/pause-view.ts';

const pauseChangedSignal = defineSignal(PAUSE_CHANGED_SIGNAL);
const resolveUpdate = defineUpdate<ResolvePauseResult, [ResolvePauseInput]>(RESOLVE_PAUSE_UPDATE);
const openReasonsQuery = defineQuery<string[]>(OPEN_REASONS_QUERY);

export type ResolveRequest = { input: ResolvePauseInput; answer: Trigger<ResolvePauseResult> };

/**
 * Everything that others say to a pause and hear from it. Handlers only note what was said; the process acts on it
 * between two steps.
 */
export function openConversation() {
  let known: OpenPause | 'over' | null = null;
  let changed = false;
  let requests: ResolveRequest[] = [];

  setHandler(pauseChangedSignal, () => {
    changed = true;
  });
  setHandler(openReasonsQuery, () => (known === null || known === 'over' ? [] : known.reasons));
  setHandler(
    resolveUpdate,
    async (input) => {
      const answer = new Trigger<ResolvePauseResult>();
      requests.push({ input, answer });
      return await answer;
    },
    {
      validator: ({ by, note }: ResolvePauseInput) => {
        if (known === 'over') throw new Error('No reason is open: the buyer receives leads.');
        if (!by?.trim() || !note?.trim()) throw new Error('Who resumes it, and why, has to be said.');
      },
    },
  );

  return {
    learn(pause: OpenPause | null): void {
      known = pause ?? 'over';
    },

    /** Waits for something to act on, at most `delayMs`; then everything heard counts as heard. */
    async listen({ delayMs, summary }: { delayMs: number; summary: string }): Promise<void> {
      await condition(() => changed || requests.length > 0, delayMs, { summary });
      changed = false;
    },

    hasNews(): boolean {
      return changed || requests.length > 0;
    },

    /** What was said before the database is asked is answered by asking it. */
    heard(): void {
      changed = false;
    },

    takeResolveRequests(): ResolveRequest[] {
      const taken = requests;
      requests = [];
      return taken;
    },

    refuseResolveRequests(because: string): void {
      for (const { answer } of this.takeResolveRequests()) answer.resolve({ resumed: false, because });
    },
  };
}

export type Conversation = ReturnType<typeof openConversation>;
