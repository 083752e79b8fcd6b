/** Connection refused, lost, shutting down, starting up, too many; as node, pg and Prisma name them. */
const CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
  'P1001',
  'P1002',
  'P1017',
  'P2024',
]);

const MESSAGES = /Connection terminated|timeout exceeded when trying to connect|Can't reach database server/;

/** True when an error, or one that caused it, says that the database is away; not for a query that it refused. */
export function isDatabaseUnavailable(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  if ('code' in error && typeof error.code === 'string' && CODES.has(error.code)) return true;
  if (MESSAGES.test(error.message)) return true;
  if (error instanceof AggregateError)
    return error.errors.some((inner) => isDatabaseUnavailable(inner, depth + 1));
  return isDatabaseUnavailable(error.cause, depth + 1);
}
