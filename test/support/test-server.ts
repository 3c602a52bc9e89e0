import pg from 'pg';

// Apart from what starts the server: every suite reads this file, and the start needs half of the program.

/** What a suite needs to make databases of its own. */
export interface TestServer {
  /** A database from which others can be created and dropped. */
  adminUrl: string;
  /** A migrated, empty database to clone. */
  template: string;
}

/** The same server's other database. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement on a connection of its own. */
export async function asAdmin(adminUrl: string, statement: string): Promise<pg.QueryResult> {
  const connection = new pg.Client({ connectionString: adminUrl });
  await connection.connect();
  try {
    return await connection.query(statement);
  } finally {
    await connection.end();
  }
}
