import pg from 'pg';

/**
 * Lends a connection of its own, without the time limits of the program's pool: copying a large table takes what it
 * takes.
 */
export async function withConnection<T>(
  url: string,
  work: (connection: pg.Client) => Promise<T>,
): Promise<T> {
  const connection = new pg.Client({
    connectionString: url,
    application_name: 'estafeta-backup',
    options: '-c TimeZone=UTC -c statement_timeout=0 -c idle_in_transaction_session_timeout=0',
    keepAlive: true,
  });
  // A connection that breaks fails the statement under way; without a listener it would end the process as well.
  connection.on('error', () => undefined);
  await connection.connect();
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
}
