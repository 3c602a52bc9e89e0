import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { diffDatabaseToSchema } from '../../../prisma/schema-engine.js';
import { sql } from '../../../src/shared/database.js';
import { testDatabase } from '../../support/database.js';

const { database, url } = await testDatabase();

const goldenFile = 'test/fixtures/database-rules.txt';

describe('the migrated database', () => {
  it('has the tables and columns schema.prisma says', async () => {
    const schema = readFileSync('prisma/schema.prisma', 'utf8');
    expect(withoutExpected(await diffDatabaseToSchema(url, schema))).toEqual([]);
  });

  // What Prisma has no word for. After a deliberate change: UPDATE_GOLDEN=1 npm test -- test/integration/database, then
  // read the difference.
  it('has exactly the checks, keys, indexes, defaults, policies and rights that were agreed', async () => {
    const rules = `${(await rulesOfTheDatabase()).join('\n')}\n`;
    if (process.env['UPDATE_GOLDEN'] || !existsSync(goldenFile)) writeFileSync(goldenFile, rules);
    expect(rules.split('\n')).toEqual(readFileSync(goldenFile, 'utf8').split('\n'));
  });

  it('lets no row of a client point at a row of another one', async () => {
    const loose = await database.query(sql`
      SELECT c.conrelid::regclass::text AS from_table, c.conname AS name
      FROM pg_constraint c
      WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
        AND c.confrelid <> 'clients'::regclass
        AND ${hasClientId('c.conrelid')} AND ${hasClientId('c.confrelid')}
        AND NOT EXISTS (
          SELECT FROM pg_attribute a
          WHERE a.attrelid = c.conrelid AND a.attname = 'client_id' AND a.attnum = ANY (c.conkey)
        )`);
    expect(loose).toEqual([]);
  });
});

/** Prisma can't say NULLS NOT DISTINCT and takes such an index for one too many; the list of agreed rules holds it. */
function withoutExpected(script: string): string[] {
  const statements = script.split('\n').filter((line) => line !== '' && !line.startsWith('--'));
  return statements.filter((line) => line !== 'DROP INDEX "prompts_version";');
}

function hasClientId(table: 'c.conrelid' | 'c.confrelid') {
  return table === 'c.conrelid'
    ? sql`EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attname = 'client_id')`
    : sql`EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.confrelid AND a.attname = 'client_id')`;
}

/** One line for each rule, sorted here so that the order doesn't depend on the server. */
async function rulesOfTheDatabase(): Promise<string[]> {
  const rows = await database.query<{ rule: string }>(sql`
    SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid) AS rule
    FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid <> 0
    UNION ALL
    SELECT tablename || ': ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT table_name || '.' || column_name || ' ' || data_type
      || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT event_object_table || ': trigger ' || trigger_name || ' ' || action_timing || ' ' || event_manipulation
    FROM information_schema.triggers WHERE trigger_schema = 'public'
    UNION ALL
    SELECT tablename || ': policy ' || policyname || ' ' || cmd || ' to ' || array_to_string(roles, ', ') || ' ' || qual
      || coalesce(' with check ' || with_check, '')
    FROM pg_policies WHERE schemaname = 'public'
    UNION ALL
    SELECT table_name || ': ' || grantee || ' may '
      || string_agg(lower(privilege_type) || ' (' || columns || ')', ', ' ORDER BY privilege_type)
    FROM (
      SELECT p.table_name, p.grantee, p.privilege_type, CASE WHEN count(*) = (SELECT count(*) FROM information_schema.columns c
        WHERE c.table_schema = p.table_schema AND c.table_name = p.table_name) THEN '*'
        ELSE string_agg(p.column_name, ', ' ORDER BY p.column_name) END AS columns
      FROM information_schema.column_privileges p
      WHERE p.table_schema IN ('public', 'mart') AND p.grantee = 'estafeta_app'
      GROUP BY p.table_schema, p.table_name, p.grantee, p.privilege_type) granted
    GROUP BY table_name, grantee
    UNION ALL
    SELECT table_name || ': ' || grantee || ' may delete' FROM information_schema.table_privileges
    WHERE table_schema = 'public' AND grantee = 'estafeta_app' AND privilege_type = 'DELETE'`);
  const rules = rows.map(({ rule }) => rule).filter((rule) => !rule.startsWith('_prisma_migrations'));
  return rules.toSorted();
}
