/** Workflow `pauseUntilResolved`: from a buyer's first open reason to the last one closed. One for each buyer. */
export const PAUSE_WORKFLOW = 'pauseUntilResolved';

export function pauseWorkflowId(buyerId: string): string {
  return `pause:${buyerId}`;
}

export type PauseInput = { buyerId: string; accountId: string };

/** Signal: reasons were opened or closed, or money came in; the workflow reads what is true. */
export const PAUSE_CHANGED_SIGNAL = 'pauseChanged';

/** Update: lifts every open reason by hand. */
export const RESOLVE_PAUSE_UPDATE = 'resolve';
export type ResolvePauseInput = { by: string; note: string };
export type ResolvePauseResult = { resumed: true } | { resumed: false; because: string };

/** Query: the open reasons, in words. */
export const OPEN_REASONS_QUERY = 'openReasons';
