import { isDeepStrictEqual } from 'node:util';
import { plainly } from './client-file/plain-problem.js';
import { writeAudit } from '../audit/write-audit.js';
import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { FieldsInvalid, StaleEdit } from '../shared/refused-edit.js';
import { noticeNames, noticePlaceholders, noticeSchema } from '../texts/notices.js';
import type { NoticeName } from '../texts/shape/notices.js';
import { languages, texts } from '../texts/texts.js';

/** What a client says in place of a notice's defaults. */
export type OwnNotice = {
  /** For all languages that have no text here; empty = say nothing, null = the default of the user's language. */
  own: string | null;
  by_language: Readonly<Record<string, string>>;
};

/** A notice as an editor opens it. */
export type OpenedNotice = OwnNotice & {
  name: NoticeName;
  /** What is said where there is no text of one's own, by language. */
  defaults: Record<string, string>;
  /** What may stand in braces. */
  placeholders: string[];
};

const nothingOwn: OwnNotice = { own: null, by_language: {} };

/** Every notice, with the client's own texts. */
export async function listNotices(db: Queryable, client_id: ClientId): Promise<OpenedNotice[]> {
  const rows = await db.query<{ name: string } & OwnNotice>(
    sql`SELECT name, text AS own, by_language FROM notices WHERE client_id = ${client_id}`,
  );
  const own = new Map(rows.map((row) => [row.name, row]));
  return noticeNames.map((name) => ({
    ...(own.get(name) ?? nothingOwn),
    name,
    defaults: Object.fromEntries(languages.map((code) => [code, texts(code).notices[name]])),
    placeholders: [...noticePlaceholders[name]],
  }));
}

/**
 * Gives a notice texts of the client's own, or takes them back. Part of the caller's transaction.
 *
 * @param change.own for all languages; null: there is none, empty: nothing is said
 * @param change.by_language what is said instead in a language
 * @param change.seen what it was when it was opened
 * @throws FieldsInvalid when a text is too long, or a placeholder has no value in this notice
 * @throws StaleEdit when somebody has changed it since
 */
export async function changeNotice(
  tx: Queryable,
  change: OwnNotice & { client_id: ClientId; name: NoticeName; seen: OwnNotice; actor: string },
): Promise<void> {
  const { client_id, name, own, by_language, seen, actor } = change;
  const yours = { own, by_language };
  const { error } = noticeSchema(name).safeParse(yours, { error: plainly });
  if (error) throw FieldsInvalid.of(error.issues);
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`notice ${client_id} ${name}`}, 0))`);
  const row = await tx.maybeOne<OwnNotice>(sql`
    SELECT text AS own, by_language FROM notices WHERE client_id = ${client_id} AND name = ${name} FOR UPDATE`);
  const current = row ?? nothingOwn;
  if (!isDeepStrictEqual(current, seen)) throw new StaleEdit({ what: 'this notice', current, yours });
  if (isDeepStrictEqual(current, yours)) return;
  const [before, after] = [told(current), told(yours)];
  if (after === null) {
    await tx.query(sql`DELETE FROM notices WHERE client_id = ${client_id} AND name = ${name}`);
  } else {
    await tx.query(sql`
      INSERT INTO notices (client_id, name, text, by_language)
      VALUES (${client_id}, ${name}, ${own}, ${json(by_language)}::jsonb)
      ON CONFLICT (client_id, name) DO UPDATE
        SET text = excluded.text, by_language = excluded.by_language, updated_at = now()`);
  }
  await writeAudit(tx, { client_id, actor, action: 'change', subject: `notice ${name}`, before, after });
}

/** As the audit shows it: a field for each text. */
function told({ own, by_language }: OwnNotice): Record<string, string> | null {
  const all = { ...(own !== null && { text: own }), ...by_language };
  return Object.keys(all).length === 0 ? null : all;
}
