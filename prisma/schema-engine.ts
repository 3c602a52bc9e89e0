import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type {
  DiagnoseMigrationHistoryOutput,
  DiffTarget,
  MigrationList,
  SchemaContainer,
  SchemaEngine,
  SchemaFilter,
} from '@prisma/schema-engine-wasm';
import pg from 'pg';

/** One folder of `prisma/migrations`, read from disk. */
export interface Migration {
  name: string;
  sql: string;
}

/** How a database's history stands beside the migrations on disk. */
export type Diagnosis = DiagnoseMigrationHistoryOutput;

// The package is made for bundlers that import a `.wasm` file; Node 20 doesn't, so it is loaded by hand, once.
type WasmExports = Record<string, () => void>;
type WasmGlue = typeof bindings & { __wbg_set_wasm(exports: WasmExports): void };
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: WasmExports } }>;
};
let loaded: Promise<WasmGlue> | undefined;

function loadEngine(): Promise<WasmGlue> {
  loaded ??= (async () => {
    const glue = bindings as WasmGlue;
    const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const bytes = await readFile(file.replace(/\.js$/, '.wasm'));
    const { instance } = await WebAssembly.instantiate(bytes, {
      './schema_engine_bg.js': withIdleTimers(glue),
    });
    // Where the engine leaves its last words when it breaks.
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: fail } });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports['__wbindgen_start']?.();
    return glue;
  })();
  return loaded;
}

/** The engine starts a ten-second timer it never stops; the process must be able to end before. */
function withIdleTimers(glue: WasmGlue): Record<string, unknown> {
  const timers = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout_'));
  const idle = (callback: () => void, ms: number): NodeJS.Timeout => setTimeout(callback, ms).unref();
  return { ...glue, ...Object.fromEntries(timers.map((name) => [name, idle])) };
}

function fail(message: string): never {
  throw new Error(`The schema engine broke: ${message}`);
}

const noFilter: SchemaFilter = { externalTables: [], externalEnums: [] };

/**
 * The SQL that makes an empty database into the given schema.
 *
 * @param schema text of a `schema.prisma`
 */
export async function diffFromEmpty(schema: string): Promise<string> {
  const engine = await openEngine(withoutDatabase, schema);
  try {
    return await differences(engine, { tag: 'empty' }, schema);
  } finally {
    engine.free();
  }
}

/**
 * What a live database lacks of a schema, or has beyond it, as SQL; empty when they agree.
 * The engine doesn't see CHECKs, policies and what else Prisma has no word for.
 */
export function diffDatabaseToSchema(databaseUrl: string, schema: string): Promise<string> {
  const live: DiffTarget = { tag: 'schemaDatasource', files: asFiles(schema), configDir: '.' };
  return withEngine(databaseUrl, schema, (engine) => differences(engine, live, schema));
}

/**
 * Applies, in order, what the database doesn't have yet, and notes it in `_prisma_migrations`. Each migration is one
 * transaction unless its own SQL says otherwise.
 *
 * @returns names of those applied now
 * @throws PostgreSQL's error when one fails, which is then noted as failed; the engine's `P3005` for a database with
 *   tables but no history
 */
export function applyMigrations(databaseUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  return withEngine(databaseUrl, undefined, async (engine) => {
    const input = { migrationsList: asList(migrations), filters: noFilter };
    return (await engine.applyMigrations(input)).appliedMigrationNames;
  });
}

/** Compares the database's history with the migrations on disk; changes nothing. */
export function diagnose(databaseUrl: string, migrations: readonly Migration[]): Promise<Diagnosis> {
  return withEngine(databaseUrl, undefined, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: asList(migrations),
      optInToShadowDatabase: false,
      filters: noFilter,
    }),
  );
}

/** Notes that a failed migration left nothing behind, so that it can be applied again. */
export function markRolledBack(databaseUrl: string, migrationName: string): Promise<void> {
  return withEngine(databaseUrl, undefined, async (engine) => {
    await engine.markMigrationRolledBack({ migrationName });
  });
}

async function differences(engine: SchemaEngine, from: DiffTarget, schema: string): Promise<string> {
  const to: DiffTarget = { tag: 'schemaDatamodel', files: asFiles(schema) };
  const { exitCode, stdout } = await engine.diff({
    from,
    to,
    script: true,
    exitCode: true,
    filters: noFilter,
  });
  return exitCode === 0 ? '' : (stdout ?? '');
}

function asFiles(schema: string): SchemaContainer[] {
  return [{ path: 'schema.prisma', content: schema }];
}

function asList(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: '/migrations',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  };
}

async function openEngine(
  adapters: SqlMigrationAwareDriverAdapterFactory,
  schema?: string,
): Promise<SchemaEngine> {
  const { SchemaEngine } = await loadEngine();
  const datamodels: [string, string][] | undefined =
    schema === undefined ? undefined : [['schema.prisma', schema]];
  return SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapters));
}

async function withEngine<T>(
  databaseUrl: string,
  schema: string | undefined,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const pool = new CatalogPool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => undefined);
  let scriptError: Error | undefined;
  const adapters = adaptersOver(pool, (error) => (scriptError = error));
  try {
    const engine = await openEngine(adapters, schema);
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } catch (error) {
    // The engine says of a failed script only that it failed.
    throw scriptError ?? error;
  } finally {
    await pool.end();
  }
}

/** The adapter cuts a script at every semicolon, also inside a function's body; here it is sent whole. */
function adaptersOver(
  pool: pg.Pool,
  onScriptError: (error: Error) => void,
): SqlMigrationAwareDriverAdapterFactory {
  const adapters = new PrismaPg(pool);
  return {
    provider: adapters.provider,
    adapterName: adapters.adapterName,
    connectToShadowDb: () => adapters.connectToShadowDb(),
    async connect() {
      const adapter = await adapters.connect();
      const queryRaw = adapter.queryRaw.bind(adapter);
      adapter.queryRaw = async (query) => {
        const result = await queryRaw(query);
        for (const column of charColumns.get(result.rows) ?? [])
          result.columnTypes[column] = ColumnTypeEnum.Character;
        return result;
      };
      adapter.executeScript = async (script) => {
        await pool.query(script).catch((error: Error) => {
          onScriptError(error);
          throw error;
        });
      };
      return adapter;
    },
  };
}

// PostgreSQL's catalogue has columns of the one-byte type "char", which the adapter refuses and the engine needs as a
// character: they pass the adapter as text and get their type back behind it.
const charOid = 18;
const charColumns = new WeakMap<object, number[]>();

class CatalogPool extends pg.Pool {}
const plainQuery = pg.Pool.prototype.query as (this: pg.Pool, ...args: unknown[]) => Promise<pg.QueryResult>;
CatalogPool.prototype.query = async function (this: pg.Pool, ...args: unknown[]) {
  const result = await plainQuery.apply(this, args);
  // A script of several statements is answered with a list of results, whose fields nobody reads.
  const chars = (result.fields ?? []).filter((field) => field.dataTypeID === charOid);
  charColumns.set(
    result.rows ?? result,
    chars.map((field) => result.fields.indexOf(field)),
  );
  for (const field of chars) field.dataTypeID = pg.types.builtins.TEXT;
  return result;
} as typeof pg.Pool.prototype.query;

// The engine greets its database when it opens, also for a diff between two texts: this one answers the greeting.
const silent: SqlDriverAdapter = {
  provider: 'postgres',
  adapterName: 'none',
  queryRaw: async () => ({
    columnNames: ['exists', 'version', 'numeric_version'],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, 'PostgreSQL 18.0', 180000]],
  }),
  executeRaw: async () => 0,
  executeScript: async () => undefined,
  startTransaction: async () => {
    throw new Error('There is no database behind this engine.');
  },
  dispose: async () => undefined,
};

const withoutDatabase: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'none',
  connect: async () => silent,
  connectToShadowDb: async () => silent,
};
