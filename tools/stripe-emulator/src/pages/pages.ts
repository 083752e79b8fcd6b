import type { Answer } from '../http/answer.ts';
import type { Sandbox } from '../sandbox.ts';
import { PAGES } from './address.ts';
import type { PageRequest } from './authentication.ts';
import { answerAuthentication } from './authentication.ts';
import { answerCardPage } from './card.ts';
import { answerInvoicePage } from './invoice.ts';

/** What a payer's browser is shown. */
export function answerPage(sandbox: Sandbox, request: PageRequest): Promise<Answer> {
  if (request.path.startsWith(`${PAGES}card/`)) return answerCardPage(sandbox, request);
  if (request.path.startsWith(`${PAGES}invoice/`)) return answerInvoicePage(sandbox, request);
  return answerAuthentication(sandbox, request);
}
