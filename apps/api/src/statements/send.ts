import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { asFile, hasLeft } from '../csv/send.ts';
import type { Answer } from '../http/answer.ts';
import type { Sheet } from './pdf/sheet.ts';
import { writeSheet } from './pdf/write-sheet.ts';

/** Sends a sheet while it is written. */
export async function sendPdf(response: Response, name: string, sheet: Sheet): Promise<Answer> {
  asFile(response, name, 'application/pdf');
  const { document, written } = writeSheet(sheet);
  try {
    await Promise.all([written, pipeline(document, response)]);
  } catch (error) {
    if (!hasLeft(error)) throw error;
  }
  return { kind: 'streaming' };
}

/** `statement-wal_1-2026-11-01-2026-11-30.csv`: by the last day that the period still holds. */
export function fileName(subjectId: string, period: { from: Date; to: Date }, extension: string): string {
  const last = new Date(Math.max(period.from.getTime(), period.to.getTime() - 1));
  return `statement-${subjectId}-${day(period.from)}-${day(last)}.${extension}`;
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
