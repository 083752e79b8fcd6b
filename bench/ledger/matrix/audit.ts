import pg from 'pg';

/** How many findings the ledger's invariant audit has on everything the run wrote. */
export async function auditBooks(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ findings: number }>(
      'select count(*)::int as findings from audit_ledger()',
    );
    return rows[0]?.findings ?? 0;
  } finally {
    await client.end();
  }
}
