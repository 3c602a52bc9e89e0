import { readArguments } from './arguments.js';
import { openInstallation } from './installation.js';
import type { Installation } from './installation.js';
import type { Finding } from '../bots/finding.js';
import { checkConnection } from '../bots/telegram/check-connection.js';
import { checkPublicUrl } from '../bots/telegram/check-webhook.js';
import { wantedConnections } from '../bots/telegram/wanted-connections.js';
import { checkNumber } from '../bots/whatsapp-cloud/check-number.js';
import { wantedNumbers } from '../bots/whatsapp-cloud/cloud-numbers.js';
import { isPlaygroundAccessToken, isPlaygroundToken } from '../playground/tokens.js';
import { createApp } from '../src/app.js';
import type { App } from '../src/app.js';
import { checkModel } from '../src/assistant/check-model.js';
import { configOfProcess } from '../src/config.js';
import { problemOfClientRole } from '../src/shared/client-database.js';
import { sql } from '../src/shared/database.js';
import { explain } from '../src/shared/errors.js';

/** Looks at everything an installation stands on and says what to do about what is wrong. */
export async function runDoctor(args: readonly string[]): Promise<number> {
  const { values } = readArguments(args, { model: { type: 'boolean', default: false } }, 'doctor [--model]');
  const installation = await openInstallation(configOfProcess(), { share: true });
  const app = await createApp({ ...installation, processName: `${installation.processName}-doctor` });
  try {
    const findings = [
      ...(await checkDatabase(app)),
      await checkQueue(app),
      ...(await checkBots(app, installation)),
      ...(await checkNumbers(app, installation)),
      await checkModel(app.config, { ask: values.model }),
    ];
    for (const { what, ok, words } of findings) console.log(`${ok ? 'ok   ' : 'WRONG'}  ${what}: ${words}`);
    return findings.every(({ ok }) => ok) ? 0 : 1;
  } finally {
    await app.close();
    await installation.close();
  }
}

/** PostgreSQL 15 is the first that treats two nulls as the same in a unique index, which prompts need. */
const oldestPostgres = 15;

async function checkDatabase({ db }: App): Promise<Finding[]> {
  const { version } = await db.one<{ version: number }>(
    sql`SELECT current_setting('server_version_num')::int / 10000 AS version`,
  );
  const ok = version >= oldestPostgres;
  const problem = await problemOfClientRole(db);
  return [
    {
      what: 'database',
      ok,
      words: ok
        ? `PostgreSQL ${version}, up to date`
        : `PostgreSQL ${version} is too old; use ${oldestPostgres} or newer.`,
    },
    {
      what: 'rows of clients',
      ok: problem === null,
      words: problem ?? 'the panel and the API see one client at a time',
    },
  ];
}

async function checkQueue({ queues }: App): Promise<Finding> {
  const { backend, ok, problem } = await queues.health();
  const words = ok
    ? `on ${backend}`
    : `${problem}. Check REDIS_URL and that the server runs; until then each worker goes on without it, and bells don't reach other processes.`;
  return { what: 'queue', ok, words };
}

async function checkBots({ db, config }: App, { sealedBox }: Installation): Promise<Finding[]> {
  const { telegramApiRoot: apiRoot } = config;
  const publicUrl = config.telegramMode === 'webhook' ? (config.publicUrl ?? null) : null;
  const address = publicUrl === null ? [] : [await checkPublicUrl(publicUrl, apiRoot)];
  const findings: Finding[] = [];
  const wanted = await wantedConnections(db, sealedBox, (key, problem) =>
    findings.push({ what: `bot ${key}`, ok: false, words: problem }),
  );
  for (const connection of wanted.values()) {
    if (isPlaygroundToken(connection.token)) continue;
    findings.push(
      ...(await checkConnection(connection, { apiRoot, publicUrl }).catch((error: unknown) => [
        { what: 'bot', ok: false, words: explain(error) },
      ])),
    );
  }
  if (findings.length === 0) {
    findings.push({
      what: 'bots',
      ok: true,
      words: 'none but the playground’s; add a client: npm run estafeta -- apply FILE.yaml',
    });
  }
  return [...address, ...findings];
}

async function checkNumbers({ db, config }: App, { sealedBox }: Installation): Promise<Finding[]> {
  const { whatsappCloudApiRoot: root, whatsappCloudApiVersion: version, publicUrl = null } = config;
  const findings: Finding[] = [];
  const numbers = await wantedNumbers(db, sealedBox, (key, problem) =>
    findings.push({ what: `number ${key}`, ok: false, words: problem }),
  );
  const connected = [...numbers.values()];
  for (const number of connected) {
    if (!isPlaygroundAccessToken(number.credentials.access_token))
      findings.push(...(await checkNumber(number, { root, version, publicUrl, connected })));
  }
  return findings;
}
