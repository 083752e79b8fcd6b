import type { InvoicePeriodInput } from '@drawdown/shared/workflows';
import type { Conversation } from './conversation.ts';

/** What every step of one invoice shares. */
export type Flow = {
  input: InvoicePeriodInput;
  invoiceId: string;
  conversation: Conversation;
  progress: {
    /** The number of the last reminder since it became overdue. */
    reminded: number;
    remindedBeforeDue: boolean;
    /** Before that, an attempt of which nobody knows the outcome is not looked at again. */
    lookAtMs: number;
    /** The card was tried on the due date, or there was none that could be. */
    triedOnDueDate: boolean;
  };
};
