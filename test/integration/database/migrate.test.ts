import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../prisma/migrate.js';
import { sql } from '../../../src/shared/database.js';
import { testDatabase } from '../../support/database.js';

const { database, url } = await testDatabase();

const folder = mkdtempSync(join(tmpdir(), 'estafeta-migrations-'));

// Each test has a history of its own, beside no table of the product.
beforeEach(async () => {
  await database.query(sql`DROP SCHEMA public CASCADE`);
  await database.query(sql`CREATE SCHEMA public`);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  add('0001_first', 'CREATE TABLE first (x int);');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('migrating', () => {
  it('applies each migration once, also when several processes start together', async () => {
    const both = await Promise.all([migrate(url, folder), migrate(url, folder)]);
    expect(both.flatMap(({ applied }) => applied)).toEqual(['0001_first']);
    add('0002_second', 'CREATE TABLE second (x int);');
    expect(await migrate(url, folder)).toEqual({ applied: ['0002_second'] });
  });

  it('takes a function with semicolons in its body as one statement', async () => {
    add(
      '0002_function',
      'CREATE FUNCTION twice(x int) RETURNS int AS $$ BEGIN x := x; RETURN 2 * x; END; $$ LANGUAGE plpgsql;',
    );
    await migrate(url, folder);
    expect(await database.one(sql`SELECT twice(4) AS x`)).toEqual({ x: 8 });
  });

  it('keeps nothing of a migration that fails, names it, and tries it again at the next start', async () => {
    add('0002_broken', 'CREATE TABLE second (x int); SELECT 1/0;');
    await expect(migrate(url, folder)).rejects.toMatchObject({
      code: 'migration_failed',
      message: expect.stringMatching(/0002_broken[^]*division by zero/),
    });
    expect(await database.one(sql`SELECT to_regclass('second') AS found`)).toEqual({ found: null });
    add('0002_broken', 'CREATE TABLE second (x int);');
    expect(await migrate(url, folder)).toEqual({ applied: ['0002_broken'] });
  });

  it('refuses a database that a newer program has used', async () => {
    add('0002_newer', 'CREATE TABLE second (x int);');
    await migrate(url, folder);
    rmSync(join(folder, '0002_newer'), { recursive: true });
    await expect(migrate(url, folder)).rejects.toMatchObject({
      code: 'database_newer',
      message: expect.stringContaining('0002_newer'),
    });
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    await migrate(url, folder);
    add('0001_first', 'CREATE TABLE first (y int);');
    await expect(migrate(url, folder)).rejects.toMatchObject({ code: 'migration_edited' });
  });

  it('refuses a database with tables of somebody else', async () => {
    await database.query(sql`CREATE TABLE theirs (x int)`);
    await expect(migrate(url, folder)).rejects.toMatchObject({ code: 'database_foreign' });
  });

  it('says so when there is no server', async () => {
    await expect(migrate('postgresql://nobody@127.0.0.1:1/none', folder)).rejects.toMatchObject({
      code: 'database_unreachable',
    });
  });
});

function add(name: string, statements: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), statements);
}
