import {
  OPEN_REASONS_QUERY,
  pauseWorkflowId,
  RESOLVE_PAUSE_UPDATE,
  type ResolvePauseInput,
  type ResolvePauseResult,
} from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import { vi } from 'vitest';

const PATIENCE_MS = 30_000;

/** Looks at a pause's workflow, and talks to it, as the API and operators do. */
export function pauseClient(client: Client) {
  const handleOf = (buyerId: string) => client.workflow.getHandle(pauseWorkflowId(buyerId));
  return {
    handleOf,

    resolve(buyerId: string, input: ResolvePauseInput = { by: 'Ada', note: 'paid by bank' }) {
      return handleOf(buyerId).executeUpdate<ResolvePauseResult, [ResolvePauseInput]>(RESOLVE_PAUSE_UPDATE, {
        args: [input],
      });
    },

    /** Waits until the workflow knows of at least so many open reasons, and answers them in words. */
    async reasons(buyerId: string, atLeast = 1): Promise<string[]> {
      return vi.waitFor(
        async () => {
          const reasons = await handleOf(buyerId).query<string[]>(OPEN_REASONS_QUERY);
          if (reasons.length < atLeast) throw new Error(`${reasons.length} reasons are open`);
          return reasons;
        },
        { timeout: PATIENCE_MS, interval: 50 },
      );
    },

    /** What an operator reads at Temporal, once it says `text`. */
    details(buyerId: string, text: string): Promise<string> {
      return vi.waitFor(
        async () => {
          const { currentDetails } = await handleOf(buyerId).query<{ currentDetails: string }>(
            '__temporal_workflow_metadata',
          );
          if (!currentDetails.includes(text)) throw new Error(currentDetails);
          return currentDetails;
        },
        { timeout: PATIENCE_MS, interval: 50 },
      );
    },

    async searchAttributes(buyerId: string): Promise<Record<string, unknown>> {
      const { typedSearchAttributes } = await handleOf(buyerId).describe();
      return Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
    },

    /** The present run, so that a later one under the same id can be told from it. */
    async runId(buyerId: string): Promise<string> {
      return vi.waitFor(async () => (await handleOf(buyerId).describe()).runId, {
        timeout: PATIENCE_MS,
        interval: 50,
      });
    },
  };
}
