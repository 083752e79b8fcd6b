import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Control } from '../control/control.ts';
import { PAGES } from '../pages/address.ts';
import { type Answer, jsonAnswer, type Reply } from './answer.ts';
import type { Api } from './api.ts';
import { readBody } from './body.ts';

const KEEP_ALIVE_MS = 120_000;

type PageRequest = { method: string; path: string; body: string | null };

type Faces = { api: Api; control: Control; pages: (request: PageRequest) => Promise<Answer> };

/** The HTTP face: `/v1` is Stripe, `/_emulator` is the control API, with the pages that payers see under it. */
export function createHttpServer(to: Faces): Server {
  const server = createServer((request, response) => {
    replyTo(request, to)
      .then((reply) => send(response, reply))
      .catch(() => {
        // The client went away, or the emulator is closing or can no longer write: nobody may believe an answer.
        response.destroy();
      });
  });
  // Longer than clients keep an idle connection, or one of them sends into a connection that is just being closed.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function replyTo(request: IncomingMessage, to: Faces): Promise<Reply> {
  const method = request.method ?? 'GET';
  const { pathname: path, searchParams, search } = new URL(request.url ?? '/', 'http://emulator');
  const body = await readBody(request);
  if (path.startsWith(PAGES)) return { kind: 'answer', answer: await to.pages({ method, path, body }) };
  if (path.startsWith('/_emulator'))
    return { kind: 'answer', answer: await to.control.answer({ method, path, query: searchParams, body }) };
  if (!path.startsWith('/v1/')) return { kind: 'answer', answer: notFound(path) };
  const key = request.headers['idempotency-key'];
  return to.api.reply({
    method,
    path,
    query: search.slice(1),
    body,
    authorization: request.headers.authorization,
    idempotencyKey: typeof key === 'string' ? key : null,
  });
}

function notFound(path: string): Answer {
  const message = `There is nothing at ${path}: the API is under /v1, the control API under /_emulator.`;
  return jsonAnswer(404, { error: { type: 'invalid_request_error', message } });
}

function send(response: ServerResponse, reply: Reply): void {
  switch (reply.kind) {
    case 'dropped':
      response.destroy();
      return;
    case 'answer': {
      const { status, headers, body } = reply.answer;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body);
    }
  }
}
