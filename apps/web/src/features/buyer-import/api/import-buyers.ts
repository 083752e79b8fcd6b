import { importReportSchema } from '@drawdown/shared/http';
import { request } from '../../../http/request.ts';

/** Rows of one request of a real run: short enough for an answer within seconds, so that the progress is seen. */
const ROWS_AT_ONCE = 100;

export function tryImport(file: Blob) {
  return request('/v1/buyers/import', {
    method: 'POST',
    query: { dryRun: 'true' },
    csv: file,
    schema: importReportSchema,
  });
}

/** Brings in the next rows. Sending the same file again, also after an answer was lost, never does a row twice. */
export function importNext(file: Blob) {
  return request('/v1/buyers/import', {
    method: 'POST',
    query: { dryRun: 'false', limit: ROWS_AT_ONCE },
    csv: file,
    schema: importReportSchema,
  });
}
