import { z } from 'zod';
import { article, savedReplyFields } from './client-file/client-file-schema.js';
import { plainly } from './client-file/plain-problem.js';
import { writeAudit } from '../audit/write-audit.js';
import { isUniqueViolation, join, json, raw, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { because } from '../shared/field-problem.js';
import { fingerprint } from '../shared/fingerprint.js';
import type { ClientId, NamedTextId } from '../shared/ids.js';
import { pageOf, readAfter } from '../shared/paging.js';
import type { Page } from '../shared/paging.js';
import { FieldsInvalid, StaleEdit } from '../shared/refused-edit.js';
import { notFound } from '../shared/refusal.js';
import { textsByLanguage } from '../texts/wording-schema.js';
import type { Wording } from '../texts/wording.js';

/** Where a client keeps texts under names: what managers send with /r, and what the assistant may say. */
export const textShelves = ['saved_replies', 'knowledge'] as const;
export type TextShelf = (typeof textShelves)[number];

/** A text under its name. */
export type NamedText = Wording & {
  id: NamedTextId;
  name: string;
  updated_at: Date;
  /** Tells this wording from any other: to be given back with a change. */
  revision: string;
};

/** A text as a list shows it: its beginning. */
export type ListedText = Pick<NamedText, 'id' | 'name' | 'updated_at'> & { excerpt: string };

type On = { client_id: ClientId; shelf: TextShelf };
type Row = Omit<NamedText, 'revision'>;
type Given = Wording & { name: string };

/** How each shelf is called, what its rows are named by, and what may stand in them. */
const shelves = {
  saved_replies: {
    column: raw('name'),
    called: 'saved reply',
    by_language: sql`by_language`,
    shape: z
      .strictObject({
        name: savedReplyFields.name,
        text: savedReplyFields.text.nullable(),
        by_language: textsByLanguage(savedReplyFields.text),
      })
      .refine(({ text, by_language }) => text !== null || Object.keys(by_language).length > 0, {
        path: ['text'],
        ...because({
          reason: 'text_needed',
          message: 'is missing; write a text, for all languages or for one',
        }),
      }),
  },
  knowledge: {
    column: raw('title'),
    called: 'article',
    by_language: sql`'{}'::jsonb`,
    shape: z.strictObject({
      name: article.shape.title,
      text: article.shape.text,
      by_language: z.strictObject({}, 'an article is one text for all languages'),
    }),
  },
} as const;

const excerptLength = 200;

/**
 * The texts of a shelf by name, by pages.
 *
 * @param asked.words that stand in the name or the text, in any case; left out: all of them
 * @throws FieldsInvalid when `after` is no place in the list
 */
export async function listTexts(
  db: Queryable,
  { client_id, shelf }: On,
  { words = '', after, limit }: { words?: string | undefined; after?: string | undefined; limit: number },
): Promise<Page<ListedText>> {
  const { column, by_language } = shelves[shelf];
  const others = sql`jsonb_each_text(${by_language})`;
  const first = sql`coalesce(text, (SELECT value FROM ${others} ORDER BY key LIMIT 1))`;
  const all = sql`concat_ws(' ', ${column}, text, (SELECT string_agg(value, ' ') FROM ${others}))`;
  const key = readAfter(after, z.string());
  const rows = await db.query<ListedText>(sql`
    SELECT id, ${column} AS name, left(${first}, ${excerptLength}::int) AS excerpt, updated_at FROM ${raw(shelf)}
    WHERE client_id = ${client_id} AND ${key === null ? sql`true` : sql`${column} > ${key}`}
      AND strpos(lower(${all}), lower(${words})) > 0
    ORDER BY ${column} LIMIT ${limit + 1}`);
  return pageOf(rows, { limit, keyOf: ({ name }) => name });
}

/** One text as a whole. @throws Refusal `not_found` */
export async function readText(
  db: Queryable,
  { client_id, shelf, id }: On & { id: NamedTextId },
): Promise<NamedText> {
  return opened(await load(db, { client_id, shelf, id }, sql``));
}

/** Adds a text. Part of the caller's transaction. @throws FieldsInvalid when a field is wrong or the name is taken */
export async function addText(
  tx: Queryable,
  { client_id, shelf, given, actor }: On & { given: Given; actor: string },
): Promise<NamedText> {
  const written = Object.entries(columnsWritten(shelf, checked(shelf, given)));
  const row = await named(() =>
    tx.one<Row>(sql`
      INSERT INTO ${raw(shelf)} (client_id, ${join(written.map(([column]) => raw(column)))})
      VALUES (${client_id}, ${join(written.map(([, value]) => value))})
      RETURNING ${columnsOf(shelf)}`),
  );
  await note(tx, { client_id, shelf, actor, action: 'add', before: null, after: row });
  return opened(row);
}

type Change = On & { id: NamedTextId; revision: string; actor: string };

/**
 * Changes a text, its name too. Part of the caller's transaction.
 *
 * @param change.revision of the text as it was opened
 * @throws FieldsInvalid as {@link addText}
 * @throws StaleEdit when somebody has changed it since
 * @throws Refusal `not_found`
 */
export async function changeText(tx: Queryable, change: Change & { given: Given }): Promise<NamedText> {
  const { client_id, shelf, id, actor } = change;
  const written = Object.entries(columnsWritten(shelf, checked(shelf, change.given)));
  const before = await lock(tx, change, change.given);
  const after = await named(() =>
    tx.one<Row>(sql`
      UPDATE ${raw(shelf)} SET ${join(written.map(([column, value]) => sql`${raw(column)} = ${value}`))}, updated_at = now()
      WHERE client_id = ${client_id} AND id = ${id} RETURNING ${columnsOf(shelf)}`),
  );
  await note(tx, { client_id, shelf, actor, action: 'change', before, after });
  return opened(after);
}

/** Takes a text away. Part of the caller's transaction. @throws as {@link changeText} */
export async function removeText(tx: Queryable, change: Change): Promise<void> {
  const { client_id, shelf, id, actor } = change;
  const before = await lock(tx, change, null);
  await tx.query(sql`DELETE FROM ${raw(shelf)} WHERE client_id = ${client_id} AND id = ${id}`);
  await note(tx, { client_id, shelf, actor, action: 'remove', before, after: null });
}

function columnsOf(shelf: TextShelf): Sql {
  const { column, by_language } = shelves[shelf];
  return sql`id, ${column} AS name, text, ${by_language} AS by_language, updated_at`;
}

function columnsWritten(shelf: TextShelf, { name, text, by_language }: Given): Record<string, unknown> {
  return shelf === 'saved_replies' ? { name, text, by_language: json(by_language) } : { title: name, text };
}

function opened(row: Row): NamedText {
  return { ...row, revision: fingerprint([row.name, row.text, inOrder(row.by_language)]) };
}

function inOrder(by_language: Wording['by_language']): unknown[] {
  return Object.keys(by_language)
    .toSorted()
    .map((language) => [language, by_language[language]]);
}

function checked(shelf: TextShelf, given: Given): Given {
  const { data, error } = shelves[shelf].shape.safeParse(given, { error: plainly });
  if (error) throw FieldsInvalid.of(error.issues);
  return data;
}

async function named(write: () => Promise<Row>): Promise<Row> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error))
      throw new FieldsInvalid({ name: { reason: 'taken', message: 'is taken already' } });
    throw error;
  }
}

async function load(
  db: Queryable,
  { client_id, shelf, id }: On & { id: NamedTextId },
  locking: Sql,
): Promise<Row> {
  const row = await db.maybeOne<Row>(sql`
    SELECT ${columnsOf(shelf)} FROM ${raw(shelf)} WHERE client_id = ${client_id} AND id = ${id} ${locking}`);
  if (!row) throw notFound(shelves[shelf].called);
  return row;
}

async function lock(tx: Queryable, change: Change, yours: Given | null): Promise<Row> {
  const row = await load(tx, change, sql`FOR UPDATE`);
  if (opened(row).revision !== change.revision)
    throw new StaleEdit({ what: `this ${shelves[change.shelf].called}`, current: opened(row), yours });
  return row;
}

async function note(
  tx: Queryable,
  done: On & { actor: string; action: string; before: Row | null; after: Row | null },
): Promise<void> {
  const { client_id, shelf, actor, action, before, after } = done;
  const said = (row: Row | null) => row && { name: row.name, text: row.text, ...row.by_language };
  const subject = `${shelves[shelf].called} ${(after ?? before)?.name}`;
  await writeAudit(tx, { client_id, actor, action, subject, before: said(before), after: said(after) });
}
