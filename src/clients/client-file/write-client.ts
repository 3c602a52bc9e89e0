import { isDeepStrictEqual } from 'node:util';
import { join, json, raw, sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import type { ClientId } from '../../shared/ids.js';
import type { SealedBox } from '../../shared/sealed-box.js';
import { forgetAlarms } from '../../integrations/alarms.js';
import { sealManagersToken } from '../../integrations/credentials.js';
import { setActive } from '../../prompts/activate-version.js';
import { lockPrompt } from '../../prompts/prompt-row.js';
import { addVersion } from '../../prompts/save-version.js';
import { promptNames } from '../../assistant/load-prompts.js';
import { wordingOf } from '../../texts/wording.js';
import { markOf } from './changes.js';
import type { ClientFile } from './client-file-schema.js';
import type { ClientState } from './client-state.js';
import { writeIntegrations } from './write-integrations.js';

/** What is written: the state wanted, the one before, and the file for its secrets. */
type Write = {
  client_id: ClientId;
  before: ClientState;
  wanted: ClientState;
  file: ClientFile;
  box: SealedBox;
  actor: string;
  now: Date;
};

/** Creates the client's rows when there are none yet. @returns its id */
export async function createClient(tx: Queryable, slug: string, state: ClientState): Promise<ClientId> {
  const { id } = await tx.one<{ id: ClientId }>(
    sql`INSERT INTO clients (slug, name) VALUES (${slug}, ${state.client.name}) RETURNING id`,
  );
  await tx.query(sql`INSERT INTO client_settings (client_id) VALUES (${id})`);
  return id;
}

/** Whoever changes a client as a whole does it one after another. For the rest of the transaction. */
export async function lockClient(tx: Queryable, slug: string): Promise<void> {
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`client ${slug}`}, 0))`);
}

/** Brings a client's rows to the state wanted; only what differs is touched. Part of the caller's transaction. */
export async function writeClient(tx: Queryable, write: Write): Promise<void> {
  await writeOwnRow(tx, write);
  const { client_id, wanted, file, box } = write;
  const token = file.settings?.telegram_bot_token;
  await writeSettings(tx, { client_id, settings: wanted.settings, token, box });
  await writeIntegrations(tx, write);
  await writeIntents(tx, write);
  await writePrompts(tx, write);
  await writeWordings(tx, write, 'notices');
  await writeWordings(tx, write, 'saved_replies');
  await writeKnowledge(tx, write);
  await forgetAlarms(tx, client_id);
}

async function writeOwnRow(tx: Queryable, { client_id, wanted }: Write): Promise<void> {
  const { name, language, timezone, status } = wanted.client;
  await tx.query(sql`
    UPDATE clients SET name = ${name}, language = ${language}, timezone = ${timezone}, status = ${status},
      config = config || ${json({ applied: markOf(wanted) })}::jsonb, updated_at = now()
    WHERE id = ${client_id}`);
}

/**
 * Writes a client's settings. Part of the caller's transaction.
 *
 * @param write.settings all of them, as they are to be
 * @param write.token the token of the managers' bot, where it is said: null takes it away, left out it stays
 */
export async function writeSettings(
  tx: Queryable,
  write: {
    client_id: ClientId;
    settings: ClientState['settings'];
    token: string | null | undefined;
    box: SealedBox;
  },
): Promise<void> {
  const { client_id, token, box } = write;
  const { telegram_bot_token: _fingerprint, working_hours, ...columns } = write.settings;
  const assignments = Object.entries(columns).map(([column, value]) => sql`${identifier(column)} = ${value}`);
  const sealed =
    token === null
      ? { telegram_bot_token: null, telegram_bot_token_hash: null }
      : token && sealManagersToken(box, client_id, token);
  const secret = sealed
    ? sql`, telegram_bot_token = ${sealed.telegram_bot_token}, telegram_bot_token_hash = ${sealed.telegram_bot_token_hash}`
    : sql``;
  await tx.query(sql`
    UPDATE client_settings
    SET ${join(assignments)}, working_hours = ${working_hours && json(working_hours)}::jsonb ${secret}, updated_at = now(),
      -- What was seen of another group says nothing about this one.
      group_is_forum = CASE WHEN telegram_chat_id = ${columns.telegram_chat_id} THEN group_is_forum END,
      group_topics_allowed = group_topics_allowed OR telegram_chat_id IS DISTINCT FROM ${columns.telegram_chat_id}
    WHERE client_id = ${client_id}`);
}

async function writeIntents(tx: Queryable, { client_id, before, wanted, file }: Write): Promise<void> {
  const positions = new Map(file.intents?.map(({ name }, index) => [name, index]));
  for (const [name, intent] of Object.entries(wanted.intents)) {
    if (JSON.stringify(before.intents[name]) === JSON.stringify(intent)) continue;
    await tx.query(sql`
      INSERT INTO intents (client_id, name, action, reply, description, examples, position)
      VALUES (${client_id}, ${name}, ${intent.action}, ${intent.reply}, ${intent.description}, ${intent.examples}::text[],
        ${positions.get(name) ?? 0})
      ON CONFLICT (client_id, name) DO UPDATE SET action = excluded.action, reply = excluded.reply,
        description = excluded.description, examples = excluded.examples, position = excluded.position, updated_at = now()`);
  }
  const gone = Object.keys(before.intents).filter((name) => !(name in wanted.intents));
  if (gone.length > 0) {
    await tx.query(sql`DELETE FROM intents WHERE client_id = ${client_id} AND name = ANY (${gone}::text[])`);
  }
}

/** A prompt's text never changes: another text is another version, and becomes the active one. */
async function writePrompts(tx: Queryable, { client_id, before, wanted, actor, now }: Write): Promise<void> {
  for (const name of promptNames) {
    const text = wanted.prompts[name];
    if (text === undefined || before.prompts[name] === text) continue;
    const line = { client_id, name };
    await lockPrompt(tx, line);
    const { id } = await addVersion(tx, { ...line, text, actor });
    await setActive(tx, line, { id, now });
  }
}

async function writeWordings(
  tx: Queryable,
  { client_id, before, wanted }: Write,
  section: 'notices' | 'saved_replies',
): Promise<void> {
  const table = identifier(section);
  for (const [name, written] of Object.entries(wanted[section])) {
    if (isDeepStrictEqual(before[section][name], written)) continue;
    const { text, by_language } = wordingOf(written);
    await tx.query(sql`
      INSERT INTO ${table} (client_id, name, text, by_language)
      VALUES (${client_id}, ${name}, ${text}, ${json(by_language)}::jsonb)
      ON CONFLICT (client_id, name) DO UPDATE
        SET text = excluded.text, by_language = excluded.by_language, updated_at = now()`);
  }
  const gone = Object.keys(before[section]).filter((name) => !(name in wanted[section]));
  if (gone.length > 0) {
    await tx.query(sql`DELETE FROM ${table} WHERE client_id = ${client_id} AND name = ANY (${gone}::text[])`);
  }
}

async function writeKnowledge(tx: Queryable, { client_id, before, wanted }: Write): Promise<void> {
  for (const [title, text] of Object.entries(wanted.knowledge)) {
    if (before.knowledge[title] === text) continue;
    await tx.query(sql`
      INSERT INTO knowledge (client_id, title, text) VALUES (${client_id}, ${title}, ${text})
      ON CONFLICT (client_id, title) DO UPDATE SET text = excluded.text, updated_at = now()`);
  }
  const gone = Object.keys(before.knowledge).filter((title) => !(title in wanted.knowledge));
  if (gone.length > 0) {
    await tx.query(
      sql`DELETE FROM knowledge WHERE client_id = ${client_id} AND title = ANY (${gone}::text[])`,
    );
  }
}

/** A name of ours in a statement; never anything from outside. */
function identifier(name: string) {
  if (!/^[a-z_0-9]+$/.test(name)) throw new Error(`${name} is not a column`);
  return raw(name);
}
