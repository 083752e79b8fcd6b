import {
  getExternalWorkflowHandle,
  patched,
  type SignalDefinition,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow';
import { collecting } from '../charging/activities.ts';
import type { Step } from '../charging/operator-view.ts';
import { nextStepSignal } from './asked-by-top-up.ts';
import type { Flow } from './flow.ts';

/** Runs from before tell nobody what comes next, nor who asked for an attempt. */
const TELLS = 'what comes next and who asked is told';

export function tellsMore(): boolean {
  return patched(TELLS);
}

/** Whoever asked for an attempt stands in the audit log, also where there was none to be made. */
export async function noteWhoAsked({ input: { chargeId }, messages }: Flow): Promise<void> {
  for (const { askId, message } of messages.takeAsked()) {
    const { actor, reason } = message;
    await collecting.noteRetryAsked({ chargeId, actor, reason, askId });
  }
}

/** Says to the top-up what comes next and when, since operators look there first. Each change once. */
export async function tellNext(flow: Flow, next: Step['next']): Promise<void> {
  const told = next === undefined ? null : { at: next.at.toISOString(), words: next.words };
  if (JSON.stringify(told) === flow.toldNext) return;
  flow.toldNext = JSON.stringify(told);
  await signalTopUp(nextStepSignal, told);
}

export async function signalTopUp<Message>(
  signal: SignalDefinition<[Message]>,
  message: Message,
): Promise<void> {
  const { parent } = workflowInfo();
  if (!parent) return;
  try {
    await getExternalWorkflowHandle(parent.workflowId).signal(signal, message);
  } catch (error) {
    // A top-up that was terminated meanwhile waits for nothing.
    if (!(error instanceof TemporalFailure)) throw error;
  }
}
