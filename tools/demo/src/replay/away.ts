import type { SendRequest } from '../api/client.ts';
import { ConnectionLostError } from '../api/client.ts';

const AWAY = new Set([429, 502, 503, 504]);

/** When "later" is still the answer after all retries, the next lead would not fare better: end the run. */
export function unlessAway(send: SendRequest): SendRequest {
  return async (request) => {
    const answer = await send(request);
    if (AWAY.has(answer.status))
      throw new ConnectionLostError(`${request.path} is still answered ${answer.status} after many tries`);
    return answer;
  };
}
