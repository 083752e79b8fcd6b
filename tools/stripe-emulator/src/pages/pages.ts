import type { Answer } from '../http/answer.ts';
import type { Sandbox } from '../sandbox.ts';
import { PAGES } from './address.ts';
import type { PageRequest } from './authentication.ts';
import { answerAuthentication } from './authentication.ts';
import { answerCardPage } from './card.ts';

/** What a payer's browser is shown. */
export function answerPage(sandbox: Sandbox, request: PageRequest): Promise<Answer> {
  return request.path.startsWith(`${PAGES}card/`)
    ? answerCardPage(sandbox, request)
    : answerAuthentication(sandbox, request);
}
