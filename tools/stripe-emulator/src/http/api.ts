import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../errors/api-error.ts';
import type { Fault, Faults } from '../faults/fault.ts';
import { IdempotencyGate } from '../idempotency/gate.ts';
import { checkKey, requestFingerprint } from '../idempotency/record.ts';
import type { RequestLog } from '../requests/request-log.ts';
import type { Sandbox } from '../sandbox.ts';
import type { Scope } from '../scope.ts';
import { type Answer, API_VERSION, jsonAnswer, type Reply } from './answer.ts';
import type { ApiRequest } from './api-request.ts';
import { checkCredentials } from './credentials.ts';
import {
  bodyTooLarge,
  errorAnswer,
  keyRevoked,
  permissionMissing,
  rateLimited,
  unknownUrl,
} from './error-answer.ts';
import { execute } from './execute.ts';
import { matchRoute } from './route.ts';
import { API_ROUTES } from './routes.ts';

type ApiParts = { sandbox: Sandbox; faults: Faults; requestLog: RequestLog; closing: AbortSignal };
type Processed = { answer: Answer; replayedFrom: string | null };
type Processing = { requestId: string; key: string | null; fault: Fault | null };

/** Answers requests to `/v1`, faults and idempotency included. */
export class Api {
  private readonly parts: ApiParts;
  private readonly gate: IdempotencyGate;

  constructor(parts: ApiParts) {
    this.parts = parts;
    this.gate = new IdempotencyGate(parts.sandbox);
  }

  async reply(request: ApiRequest): Promise<Reply> {
    const { faults, requestLog, sandbox } = this.parts;
    const entry = requestLog.begin(request);
    const fault = faults.find(request);
    // A broken server is only met by what it executes: a replay does not use that fault up.
    if (fault && fault.mode !== 'http_500') faults.consume(fault);
    if (fault?.mode === 'drop_before') return { kind: 'dropped' };
    if (fault?.mode === 'http_502') {
      entry.status = 502;
      return { kind: 'answer', answer: jsonAnswer(502, { message: 'bad gateway' }) };
    }
    const requestId = sandbox.newRequestId();
    const key = request.method === 'POST' ? request.idempotencyKey : null;
    const processed = await this.process(request, { requestId, key, fault });
    entry.replayed = processed.replayedFrom !== null;
    if (fault?.mode === 'drop_after') return { kind: 'dropped' };
    entry.status = processed.answer.status;
    return { kind: 'answer', answer: withHeaders(processed, requestId, key) };
  }

  private async process(request: ApiRequest, processing: Processing): Promise<Processed> {
    try {
      return await this.processOrThrow(request, processing);
    } catch (error) {
      if (error instanceof ApiError) return { answer: errorAnswer(error), replayedFrom: null };
      throw error;
    }
  }

  private async processOrThrow(request: ApiRequest, processing: Processing): Promise<Processed> {
    const { key, fault } = processing;
    if (fault?.mode === 'rate_limit') throw rateLimited();
    if (fault?.mode === 'unauthorized') throw keyRevoked();
    if (fault?.mode === 'forbidden') throw permissionMissing();
    if (request.body === null) throw bodyTooLarge();
    checkCredentials(request.authorization);
    const match = matchRoute(API_ROUTES, request);
    if (!match) throw unknownUrl(request.method, request.path);
    const fingerprint = requestFingerprint(request.path, request.body);
    if (key !== null) checkKey(key);
    const record = key === null ? null : this.gate.check(key, fingerprint);
    if (record) {
      await this.waitToAnswer(fault);
      const answer = { status: record.status, body: record.body, headers: {} };
      return { answer, replayedFrom: record.requestId };
    }
    return this.gate.hold(key, fingerprint, async () => {
      const breaks = fault?.mode === 'http_500';
      if (breaks) this.parts.faults.consume(fault);
      const store = recorder({ ...processing, fingerprint });
      const { requestId } = processing;
      const answer = execute(this.parts.sandbox, { request, ...match, requestId, breaks, store });
      await this.waitToAnswer(fault);
      return { answer, replayedFrom: null };
    });
  }

  /** Nothing is answered before it is written, and not before a delay that was ordered. */
  private async waitToAnswer(fault: Fault | null): Promise<void> {
    await this.parts.sandbox.database.settled();
    if (fault?.mode === 'delay') await delay(fault.delayMs, undefined, { signal: this.parts.closing });
  }
}

type Recording = { key: string | null; requestId: string; fingerprint: string };

function recorder({ key, requestId, fingerprint }: Recording): (scope: Scope, answer: Answer) => void {
  return ({ tables, nowSeconds }, { status, body }) => {
    if (key === null) return;
    const createdSeconds = nowSeconds;
    tables.idempotencyRecords.put({ id: key, fingerprint, requestId, status, body, createdSeconds });
  };
}

function withHeaders({ answer, replayedFrom }: Processed, requestId: string, key: string | null): Answer {
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'request-id': requestId,
      'stripe-version': API_VERSION,
      ...(key === null ? {} : { 'idempotency-key': key }),
      ...(replayedFrom === null ? {} : { 'idempotent-replayed': 'true', 'original-request': replayedFrom }),
    },
  };
}
