import { MAX_IMPORT_BYTES } from '@drawdown/shared/http';
import type { Request, RequestHandler, Response } from 'express';
import express from 'express';
import { runMiddleware } from './middleware.ts';
import { ProblemError } from './problem.ts';

export type BodySize = 'single' | 'batch';

/** Bodies that are not JSON: to the byte as they were signed, or a CSV file. */
export type BodyFormat = 'raw' | 'csv';

const JSON_READERS: Record<BodySize, RequestHandler> = {
  single: express.json({ limit: '16kb' }),
  batch: express.json({ limit: '512kb' }),
};

const RAW_READER = express.raw({ limit: '1mb', type: () => true });
const CSV_READER = express.raw({ limit: MAX_IMPORT_BYTES, type: () => true });

/** The parsed JSON body; undefined when there is none. Too large a body is read to its end and thrown away, so that
 * the client, which may still be sending, sees the answer. */
export async function readJsonBody(request: Request, response: Response, size: BodySize): Promise<unknown> {
  if (!hasBody(request)) return undefined;
  if (!request.is('application/json'))
    throw new ProblemError('unsupported_media_type', 'Send the body as application/json.');
  await runMiddleware(JSON_READERS[size], request, response);
  return request.body;
}

/** The body to the byte, as its signature was made. */
export async function readRawBody(request: Request, response: Response): Promise<Buffer> {
  await runMiddleware(RAW_READER, request, response);
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/** A CSV file as it came; nothing is known of its encoding yet. */
export async function readCsvBody(request: Request, response: Response): Promise<Buffer> {
  if (hasBody(request) && !request.is('text/csv'))
    throw new ProblemError('unsupported_media_type', 'Send the file as text/csv.');
  await runMiddleware(CSV_READER, request, response);
  const body: unknown = request.body;
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

function hasBody(request: Request): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  );
}
