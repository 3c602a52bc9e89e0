import { openDatabase } from '../../src/shared/database.js';
import type { Database } from '../../src/shared/database.js';
import { asAdmin, databaseUrl } from './test-server.js';
import type { TestServer } from './test-server.js';

export interface TestDatabase {
  url: string;
  database: Database;
}

let count = 0;

/**
 * A migrated database of this test file alone, and an open pool on it; both are gone when the file's tests are done.
 * Call it at the top of the file: `const { database, url } = await testDatabase();`
 */
export async function testDatabase(): Promise<TestDatabase> {
  const { url, drop } = await newDatabase();
  const database = openDatabase(url, { applicationName: 'test' });
  afterAll(async () => {
    await database.close();
    await drop();
  });
  return { url, database };
}

/** A migrated, empty database, for a program that opens it by itself. Whoever takes it drops it. */
export async function newDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const { adminUrl, template } = await askHost();
  const name = `${template}_${process.pid}_${(count += 1)}`;
  await asAdmin(adminUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);
  return {
    url: databaseUrl(adminUrl, name),
    drop: async () => void (await asAdmin(adminUrl, `DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

async function askHost(): Promise<TestServer> {
  const address = process.env['ESTAFETA_TEST_POSTGRES'];
  if (address === undefined)
    throw new Error('No PostgreSQL for tests: run them through jest.config.mjs of this project.');
  // A connection of its own: one that was kept may be closed by the host just as it is used again.
  const response = await fetch(address, { headers: { connection: 'close' } });
  if (!response.ok) throw new Error(`PostgreSQL for tests did not start: ${await response.text()}`);
  return (await response.json()) as TestServer;
}
