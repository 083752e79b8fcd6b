import type { CancelTopUpInput } from '@drawdown/shared/workflows';
import { defineSignal } from '@temporalio/workflow';

/** From a top-up to the process that collects its charge: somebody wants to give it up. */
export const stopAskedSignal = defineSignal<[CancelTopUpInput]>('stopAsked');

/** Back to the top-up: what comes next for the charge, and when; null when nothing comes by itself. */
export const nextStepSignal = defineSignal<[NextStepTold]>('nextStep');

export type NextStepTold = { at: string; words: string } | null;

/** Back to the top-up: why it could not be given up. That it was is told by the end of the process. */
export const stopRefusedSignal = defineSignal<[because: string]>('stopRefused');
