import type { CancelTopUpInput } from '@drawdown/shared/workflows';
import { defineSignal } from '@temporalio/workflow';

/** From a top-up to the process that collects its charge: somebody wants to give it up. */
export const stopAskedSignal = defineSignal<[CancelTopUpInput]>('stopAsked');

/** Back to the top-up: why it could not be given up. That it was is told by the end of the process. */
export const stopRefusedSignal = defineSignal<[because: string]>('stopRefused');
