import type { Buyer, PauseFacts } from '@drawdown/ledger';
import type { PauseResource } from '@drawdown/shared/http';
import type { Money } from '@drawdown/shared/money';
import { moneyToJson } from '@drawdown/shared/money';
import { pauseWorkflowId } from '@drawdown/shared/workflows';
import { optionalMoneyJson } from '../http/optional-money.ts';
import type { WorkflowLinks } from '../temporal/workflow-link.ts';
import { workflowLink } from '../temporal/workflow-link.ts';
import { PAUSE_WORDS, pauseEndsOnce } from './words.ts';

type PauseInput = { buyer: Buyer; facts: PauseFacts; exposureLimit: Money | null };

export function pauseJson({ buyer, facts, exposureLimit }: PauseInput, links: WorkflowLinks): PauseResource {
  const { buyerId, available, open, withheld } = facts;
  const { name, pauseReasons } = buyer;
  const pausing = open.filter(({ effect }) => effect === 'pause');
  const since = pausing.map(({ openedAt }) => openedAt.getTime());
  return {
    buyerId,
    status: pausing.length > 0 ? 'paused' : 'active',
    since: since.length === 0 ? null : new Date(Math.min(...since)).toISOString(),
    reasons: open.map((reason) => ({
      id: reason.id,
      reason: reason.reason,
      words: PAUSE_WORDS[reason.reason],
      effect: reason.effect,
      since: reason.openedAt.toISOString(),
      by: reason.openedBy,
      note: reason.note,
      amount: optionalMoneyJson(reason.amount),
      chargeId: reason.chargeId,
    })),
    withheld: { leads: withheld.leads, value: moneyToJson(withheld.value) },
    available: moneyToJson(available),
    exposure: moneyToJson(facts.exposure),
    exposureLimit: optionalMoneyJson(exposureLimit),
    unblockedBy: pausing.length === 0 ? null : pauseEndsOnce({ name, available, pauseReasons }),
    workflow: open.length === 0 ? null : workflowLink(pauseWorkflowId(buyerId), links),
  };
}
