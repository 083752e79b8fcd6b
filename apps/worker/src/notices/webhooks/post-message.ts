import { lookup as resolve } from 'node:dns';
import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPrivateAddress } from './private-addresses.ts';

const TIMEOUT_MS = 15_000;

export type PostOptions = { mayReachPrivate: boolean; timeoutMs?: number };

/** The receiver answered with this status; `failed` when there was no answer. */
export type Posted = { outcome: 'answered'; status: number } | { outcome: 'failed'; error: string };

const NOT_PUBLIC = 'the address is private: webhooks go to public addresses only';

/**
 * Posts once, to the very address that was checked: a name that resolves to something else a moment later is no way
 * in. Follows no redirect and reads no answer, so that nothing behind a firewall can be asked through us.
 */
export function postMessage(
  url: URL,
  message: { body: string; headers: Readonly<Record<string, string>> },
  { mayReachPrivate, timeoutMs = TIMEOUT_MS }: PostOptions,
): Promise<Posted> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // No name is looked up for an address, so that the lookup below never sees it.
  if (!mayReachPrivate && isIP(host) !== 0 && isPrivateAddress(host))
    return Promise.resolve({ outcome: 'failed', error: NOT_PUBLIC });
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((settle) => {
    const outgoing: ClientRequest = send(
      url,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(message.body),
          'user-agent': 'Drawdown-Webhooks/1',
          ...message.headers,
        },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        ...(mayReachPrivate ? {} : { lookup: publicOnly }),
      },
      (answer) => {
        settle({ outcome: 'answered', status: answer.statusCode ?? 0 });
        answer.destroy();
      },
    );
    outgoing.on('error', (error) => settle({ outcome: 'failed', error: failureWords(error, timeoutMs) }));
    outgoing.end(message.body);
  });
}

const publicOnly: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, []);
    // One private address among public ones is enough: which of them would be used is not ours to choose.
    if (addresses.length === 0 || addresses.some(({ address }) => isPrivateAddress(address)))
      return callback(new Error(NOT_PUBLIC), []);
    const [first] = addresses;
    if (options.all || !first) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

function failureWords(error: Error & { code?: string }, timeoutMs: number): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError')
    return `no answer within ${timeoutMs / 1000} seconds`;
  return error.message || error.code || 'the connection failed';
}
