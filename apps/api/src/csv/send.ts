import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Answer } from '../http/answer.ts';

/**
 * Sends rows as they are made, no faster than they are read. Whoever leaves ends the reading; a file that breaks off is not
 * ended properly, so that nobody takes a part of it for the whole.
 */
export async function sendCsv(
  response: Response,
  name: string,
  rows: AsyncIterable<string>,
): Promise<Answer> {
  asFile(response, name, 'text/csv; charset=utf-8');
  try {
    await pipeline(Readable.from(rows), response);
  } catch (error) {
    if (!hasLeft(error)) throw error;
  }
  return { kind: 'streaming' };
}

export function asFile(response: Response, name: string, contentType: string): void {
  response.status(200).set({
    'Content-Type': contentType,
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'no-store',
  });
}

/** Whoever asked has gone: there is nobody left to tell. */
export function hasLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
