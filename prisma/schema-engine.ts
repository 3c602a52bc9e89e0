import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type {
  DiagnoseMigrationHistoryOutput,
  SchemaEngine,
  SchemaFilter,
} from '@prisma/schema-engine-wasm';

/** One folder of `prisma/migrations`, read from disk. */
export type Migration = { name: string; sql: string };

/** The state of a database's history beside the migrations on disk. */
export type Diagnosis = DiagnoseMigrationHistoryOutput;

// The package is made for bundlers that import a `.wasm` file; Node 20 doesn't, so it is loaded by hand, once.
type WasmExports = Record<string, () => void>;
type WasmGlue = typeof bindings & { __wbg_set_wasm(exports: WasmExports): void };
declare const WebAssembly: {
  instantiate(bytes: Uint8Array, imports: Record<string, unknown>): Promise<{ instance: { exports: WasmExports } }>;
};
let loaded: Promise<WasmGlue> | undefined;

function loadEngine(): Promise<WasmGlue> {
  loaded ??= (async () => {
    const glue = bindings as WasmGlue;
    const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
    const bytes = await readFile(file.replace(/\.js$/, '.wasm'));
    const { instance } = await WebAssembly.instantiate(bytes, {
      './schema_engine_bg.js': glue,
    });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports['__wbindgen_start']?.();
    return glue;
  })();
  return loaded;
}

// Tables that belong to the queue or to Prisma itself are no part of the schema.
const everything: SchemaFilter = { externalTables: [], externalEnums: [] };

async function openEngine(adapters: SqlMigrationAwareDriverAdapterFactory, schema?: string): Promise<SchemaEngine> {
  const { SchemaEngine } = await loadEngine();
  const datamodels: [string, string][] | undefined = schema === undefined ? undefined : [['schema.prisma', schema]];
  return SchemaEngine.new({ datamodels }, () => undefined, bindMigrationAwareSqlAdapterFactory(adapters));
}

async function withEngine<T>(engine: SchemaEngine, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  try {
    return await use(engine);
  } finally {
    engine.free();
  }
}

// The engine greets its database when it opens, also for a diff between two texts: this one answers the greeting.
const withoutDatabase: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'none',
  connect: async () => silent,
  connectToShadowDb: async () => silent,
};

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
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
  dispose: async () => undefined,
};

/**
 * The SQL that makes an empty database into the given schema.
 * @param schema text of a `schema.prisma`
 */
export async function diffFromEmpty(schema: string): Promise<string> {
  return withEngine(await openEngine(withoutDatabase, schema), async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
      script: true,
      exitCode: null,
      filters: everything,
    });
    return stdout ?? '';
  });
}
