import type { LeadChargeStart } from '@drawdown/ledger';
import {
  LEAD_CHARGE_WORKFLOW,
  leadChargeWorkflowId,
  PAYMENT_CHANGED_SIGNAL,
} from '@drawdown/shared/workflows';
import type { Client } from '@temporalio/client';
import { callsTo } from './calls.ts';
import { leadChargeStartOptions } from './lead-charge-start.ts';

export type LeadChargeWorkflows = ReturnType<typeof createLeadChargeWorkflows>;

/** Starts and messages of `collectLeadCharge` workflows. Nobody waits long for a Temporal that is away. */
export function createLeadChargeWorkflows(client: Client) {
  const { ignoringAlreadyStarted, whileFound } = callsTo(client);
  return { start, startAgain, paymentChanged, isRunning };

  /** Once and never again under this id: started before, or ended, counts as started. */
  async function start(lead: LeadChargeStart): Promise<void> {
    await ignoringAlreadyStarted(() =>
      client.workflow.start(LEAD_CHARGE_WORKFLOW, leadChargeStartOptions(lead)),
    );
  }

  /** For a lead that is pending although its workflow is gone: the new run looks before it acts. */
  async function startAgain(lead: LeadChargeStart): Promise<void> {
    const options = { ...leadChargeStartOptions(lead), workflowIdReusePolicy: 'ALLOW_DUPLICATE' } as const;
    await ignoringAlreadyStarted(() => client.workflow.start(LEAD_CHARGE_WORKFLOW, options));
  }

  /** False when no workflow of this charge is running. */
  function paymentChanged(chargeId: string): Promise<boolean> {
    return whileFound(() =>
      client.workflow.getHandle(leadChargeWorkflowId(chargeId)).signal(PAYMENT_CHANGED_SIGNAL),
    );
  }

  async function isRunning(chargeId: string): Promise<boolean> {
    let running = false;
    await whileFound(async () => {
      const { status } = await client.workflow.getHandle(leadChargeWorkflowId(chargeId)).describe();
      running = status.name === 'RUNNING';
    });
    return running;
  }
}
