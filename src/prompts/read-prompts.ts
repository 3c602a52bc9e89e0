import { z } from 'zod';
import { ofScope, versionColumns } from './prompt-row.js';
import type { PromptLine, PromptScope, PromptVersion } from './prompt-row.js';
import { loadPrompt, promptNames } from '../assistant/load-prompts.js';
import type { PromptName } from '../assistant/load-prompts.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { PromptId } from '../shared/ids.js';
import { pageOf, readAfter } from '../shared/paging.js';
import type { Page } from '../shared/paging.js';
import { notFound } from '../shared/refusal.js';

/** A version with its words. */
export type PromptWithText = PromptVersion & { text: string };

/** What the assistant works with under one name, and what can be done about it. */
export type PromptInUse = {
  name: PromptName;
  /** Where the text comes from: the client, the installation, or the program when neither has one. */
  source: 'own' | 'default' | 'built_in';
  version: number | null;
  id: string | null;
  text: string;
  /** The newest version of the scope, to be named when another is saved; null: there is none. */
  newest_version: number | null;
  /** What one click goes back to; null: there is nothing earlier. */
  rolls_back_to: { id: PromptId; version: number } | null;
};

/** Every prompt of a scope as it is in use now. */
export async function readPrompts(db: Queryable, scope: PromptScope): Promise<PromptInUse[]> {
  const inUse: PromptInUse[] = [];
  for (const name of promptNames) {
    const line = { ...scope, name };
    const prompt = await activeOf(db, line);
    const { newest_version } = await db.one<{ newest_version: number | null }>(sql`
      SELECT max(version) AS newest_version FROM prompts WHERE ${ofScope(scope)} AND name = ${name}`);
    inUse.push({ name, ...prompt, newest_version, rolls_back_to: (await earlierOf(db, line)) ?? null });
  }
  return inUse;
}

async function activeOf(
  db: Queryable,
  { client_id, name }: PromptLine,
): Promise<Pick<PromptInUse, 'source' | 'id' | 'version' | 'text'>> {
  const { of_client, ...prompt } = await loadPrompt(db, { client_id, name });
  const source = prompt.id === null ? 'built_in' : of_client === client_id ? 'own' : 'default';
  return { source, ...prompt };
}

/** The version before the active one that was in use already. */
export async function earlierOf(
  db: Queryable,
  line: PromptLine,
): Promise<{ id: PromptId; version: number } | undefined> {
  return db.maybeOne<{ id: PromptId; version: number }>(sql`
    SELECT id, version FROM prompts
    WHERE ${ofScope(line)} AND name = ${line.name} AND activated_at IS NOT NULL
      AND version < (SELECT version FROM prompts WHERE ${ofScope(line)} AND name = ${line.name} AND is_active)
    ORDER BY version DESC LIMIT 1`);
}

/**
 * The versions of a prompt, the newest first, by pages.
 *
 * @param page.after where the page before ended, as its `next` says
 * @throws FieldsInvalid when `after` is no place in the list
 */
export async function pageOfVersions(
  db: Queryable,
  line: PromptLine,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<Page<PromptVersion>> {
  const version = readAfter(after, z.int());
  const rows = await db.query<PromptVersion>(sql`
    SELECT ${versionColumns} FROM prompts
    WHERE ${ofScope(line)} AND name = ${line.name} AND ${version === null ? sql`true` : sql`version < ${version}`}
    ORDER BY version DESC LIMIT ${limit + 1}`);
  return pageOf(rows, { limit, keyOf: (row) => row.version });
}

/**
 * One version with its text.
 *
 * @param line a client may also read what it falls back on: the installation's defaults
 * @throws Refusal `not_found`
 */
export async function readVersion(
  db: Queryable,
  { client_id, name, id }: PromptLine & { id: PromptId },
): Promise<PromptWithText> {
  const row = await db.maybeOne<PromptWithText>(sql`
    SELECT ${versionColumns}, text FROM prompts
    WHERE id = ${id} AND name = ${name} AND (client_id IS NULL OR client_id = ${client_id})`);
  if (!row) throw notFound('version of a prompt');
  return row;
}
