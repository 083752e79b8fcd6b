import { z } from 'zod';
import type { Course, WithoutResult } from './workflow-endings.ts';

const resultSchema = z.union([
  z.object({ as: z.string() }).transform(({ as }) => as),
  z.object({ outcome: z.string() }).transform(({ outcome }) => outcome),
  z.object({ status: z.string() }).transform(({ status }) => status),
  z.object({ verdict: z.string() }).transform(({ verdict }) => verdict),
  z.object({ ended: z.string() }).transform(({ ended }) => ended),
]);

const named = z.object({ name: z.string() });

const historySchema = z.object({
  events: z.array(
    z.object({
      eventType: z.string(),
      workflowExecutionStartedEventAttributes: z.object({ workflowType: named }).optional(),
      activityTaskScheduledEventAttributes: z.object({ activityType: named }).optional(),
      workflowExecutionCompletedEventAttributes: z
        .object({ result: z.object({ payloads: z.array(z.object({ data: z.string() })) }) })
        .optional(),
    }),
  ),
});

type History = z.output<typeof historySchema>;

/** How a stored run has ended, as `everyEnding` says it; null for one that was stored on its way. */
export function endingOfHistory(stored: unknown): string | null {
  const history = historySchema.parse(stored);
  const workflow = history.events[0]?.workflowExecutionStartedEventAttributes?.workflowType.name;
  const ending = withoutResult(history) ?? resultOf(history);
  if (ending === null) return null;
  const course = withoutResult(history) === null ? courseOf(history, workflow) : 'to_the_end';
  return `${workflow}: ${ending}, ${course}`;
}

function withoutResult({ events }: History): WithoutResult | null {
  switch (events.at(-1)?.eventType) {
    case 'EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED':
      return 'canceled_in_temporal';
    case 'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW':
      return 'continued_as_new';
    default:
      return null;
  }
}

function resultOf({ events }: History): string | null {
  const [payload] = events.at(-1)?.workflowExecutionCompletedEventAttributes?.result.payloads ?? [];
  if (payload === undefined) return null;
  return resultSchema.parse(JSON.parse(Buffer.from(payload.data, 'base64').toString('utf8')));
}

/** The workflows that set a payment up by themselves. */
const CHARGING = ['topUp', 'collectLeadCharge'];
const SET_UP = ['createPaymentIntent'];
const ASKED = ['confirmPaymentIntent', 'lookUpPaymentIntent'];

function courseOf({ events }: History, workflow: string | undefined): Course {
  const activities = events.flatMap(
    ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType.name ?? [],
  );
  const has = (names: readonly string[]) => activities.some((activity) => names.includes(activity));
  if (activities.length === 1) return 'at_once';
  if (workflow === undefined || !CHARGING.includes(workflow) || has(ASKED)) return 'to_the_end';
  return has(SET_UP) ? 'at_set_up' : 'untried';
}
