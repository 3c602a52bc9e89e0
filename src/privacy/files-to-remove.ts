import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { msOfHours, msOfMinutes, plusMs } from '../shared/durations.js';
import type { ClientId, MessageId } from '../shared/ids.js';
import type { Tools } from '../use-case.js';

type OfFiles = Pick<Tools, 'db' | 'clock' | 'logger'> & { mediaDir: string };
type Listed = { client_id: ClientId; path: string; attempts: number };

/** Whose name is not in a row by then was stored by nobody who lives. */
const strayAfterMs = msOfMinutes(10);
const batch = 200;
const firstPauseMs = msOfMinutes(1);
const longestPauseMs = msOfHours(24);

/**
 * Has the files of messages removed, those they had before an edit too: after the commit, by whoever works through the
 * list. A part of the transaction that deletes the messages.
 *
 * @param messages a statement that gives their ids
 * @returns how many files
 */
export async function removeFilesOf(
  tx: Queryable,
  { client_id, messages, now }: { client_id: ClientId; messages: Sql; now: Date },
): Promise<number> {
  const listed = await tx.query(sql`
    WITH gone AS (${messages}), file AS (
      SELECT media_file AS path FROM messages WHERE client_id = ${client_id} AND id IN (SELECT id FROM gone)
      UNION
      SELECT previous_media_file FROM message_edits WHERE client_id = ${client_id} AND message_id IN (SELECT id FROM gone)
    )
    INSERT INTO files_to_remove (client_id, path, due_at)
    SELECT ${client_id}, path, ${now} FROM file WHERE path IS NOT NULL
    ON CONFLICT (client_id, path) DO UPDATE SET due_at = excluded.due_at, attempts = 0 RETURNING path`);
  return listed.length;
}

/**
 * Has a file removed that no message names by then: listed before it is stored, it is forgotten with whoever stored it.
 *
 * @param file.due_at when it is looked at; asked for again, the new time counts
 */
export async function removeUnlessNamed(
  db: Queryable,
  file: { client_id: ClientId; path: string; due_at: Date },
): Promise<void> {
  await db.query(sql`
    INSERT INTO files_to_remove (client_id, path, due_at) VALUES (${file.client_id}, ${file.path}, ${file.due_at})
    ON CONFLICT (client_id, path) DO UPDATE SET due_at = excluded.due_at, attempts = 0`);
}

/** Ids of messages as a statement, for {@link removeFilesOf}. */
export function theseMessages(ids: readonly MessageId[]): Sql {
  return sql`SELECT id FROM unnest(${[...ids]}::uuid[]) AS these (id)`;
}

/**
 * Removes what is on the list, some at a time. A file that another message has as well stays. Removed, not noted and
 * removed again, nothing is wrong. One that can't be removed is put off, and holds up no other.
 */
export async function removeFiles(tools: OfFiles): Promise<void> {
  const { db, clock, mediaDir } = tools;
  for (;;) {
    const due = await db.query<Listed & { is_needed: boolean }>(sql`
      SELECT f.client_id, f.path, f.attempts, ${isNamed(sql`f.client_id`, sql`f.path`)} AS is_needed
      FROM files_to_remove f WHERE f.due_at <= ${clock.now()} ORDER BY f.due_at LIMIT ${batch}`);
    for (const { is_needed, ...listed } of due) {
      const { client_id, path } = listed;
      const failure = is_needed ? null : await failureOfRemoving(join(mediaDir, path));
      if (failure) await putOff(tools, listed, failure);
      else await db.query(sql`DELETE FROM files_to_remove WHERE client_id = ${client_id} AND path = ${path}`);
    }
    if (due.length < batch) return;
  }
}

async function failureOfRemoving(file: string): Promise<{ error: unknown } | null> {
  return rm(file, { force: true }).then(
    () => null,
    (error: unknown) => ({ error }),
  );
}

/** Whoever puts it off first says so, the first time: there is one who has to see to it. */
async function putOff(
  { db, clock, logger, mediaDir }: OfFiles,
  { client_id, path, attempts }: Listed,
  { error }: { error: unknown },
): Promise<void> {
  const due_at = plusMs(clock.now(), Math.min(firstPauseMs * 2 ** attempts, longestPauseMs));
  const mine = await db.query(sql`
    UPDATE files_to_remove SET due_at = ${due_at}, attempts = ${attempts + 1}
    WHERE client_id = ${client_id} AND path = ${path} AND attempts = ${attempts} RETURNING path`);
  if (attempts > 0 || mine.length === 0) return;
  logger.error(
    { client_id, file: join(mediaDir, path), err: error },
    'a file whose messages are gone could not be removed and is tried again, at last once a day: let the user this program runs as remove it (the rights of its folder count), or delete it by hand',
  );
}

/** Rings once when there is something to remove. Reads one row. */
export async function dueFiles(db: Queryable, now: Date): Promise<Record<string, never>[]> {
  const rows = await db.query(sql`SELECT path FROM files_to_remove WHERE due_at <= ${now} LIMIT 1`);
  return rows.length > 0 ? [{}] : [];
}

/**
 * Removes what lies in a client's folder and is named by no row: stored by somebody who was stopped before noting it, or
 * for a message that was erased meanwhile. Whoever needs one of them after all fetches it again.
 */
export async function removeStrayFiles(tools: OfFiles, client_id: ClientId): Promise<void> {
  const { db, clock, mediaDir } = tools;
  const folder = join(mediaDir, client_id);
  const names = await readdir(folder).catch(() => []);
  const now = clock.now();
  const before = plusMs(now, -strayAfterMs).getTime();
  for (let from = 0; from < names.length; from += batch) {
    const paths = names.slice(from, from + batch).map((name) => `${client_id}/${name}`);
    const strays = await db.query<{ path: string }>(sql`
      SELECT f.path FROM unnest(${paths}::text[]) AS f (path)
      WHERE NOT ${isNamed(sql`${client_id}::uuid`, sql`f.path`)}`);
    for (const { path } of strays) {
      const found = await stat(join(mediaDir, path)).catch(() => null);
      if (!found || found.mtimeMs > before) continue;
      await db.query(sql`
        INSERT INTO files_to_remove (client_id, path, due_at) VALUES (${client_id}, ${path}, ${now})
        ON CONFLICT (client_id, path) DO NOTHING`);
    }
  }
  await removeFiles(tools);
}

function isNamed(client_id: Sql, path: Sql): Sql {
  return sql`(EXISTS (SELECT FROM messages m WHERE m.client_id = ${client_id} AND m.media_file = ${path})
    OR EXISTS (SELECT FROM message_edits e WHERE e.client_id = ${client_id} AND e.previous_media_file = ${path}))`;
}
