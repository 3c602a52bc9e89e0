import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';
import { FieldsInvalid, StaleEdit } from '../shared/refused-edit.js';
import { noticeNames, noticePlaceholders, noticesSchema } from '../texts/notices.js';
import type { NoticeName } from '../texts/shape/notices.js';
import { languages, texts } from '../texts/texts.js';

/** A notice as an editor opens it. */
export type OpenedNotice = {
  name: NoticeName;
  /** The client's own text, for all languages; empty = say nothing, null = the default of the user's language. */
  own: string | null;
  /** What is said where there is no text of one's own, by language. */
  defaults: Record<string, string>;
  /** What may stand in braces. */
  placeholders: string[];
};

/** Every notice, with the client's own texts. */
export async function listNotices(db: Queryable, client_id: ClientId): Promise<OpenedNotice[]> {
  const rows = await db.query<{ name: string; text: string }>(
    sql`SELECT name, text FROM notices WHERE client_id = ${client_id}`,
  );
  const own = new Map(rows.map(({ name, text }) => [name, text]));
  return noticeNames.map((name) => ({
    name,
    own: own.get(name) ?? null,
    defaults: Object.fromEntries(languages.map((code) => [code, texts(code).notices[name]])),
    placeholders: [...noticePlaceholders[name]],
  }));
}

/**
 * Gives a notice a text of the client's own, or takes it back. Part of the caller's transaction.
 *
 * @param change.own null: the default again; empty: nothing is said
 * @param change.seen what it was when it was opened
 * @throws FieldsInvalid when it is too long, or a placeholder has no value in this notice
 * @throws StaleEdit when somebody has changed it since
 */
export async function changeNotice(
  tx: Queryable,
  change: { client_id: ClientId; name: NoticeName; own: string | null; seen: string | null; actor: string },
): Promise<void> {
  const { client_id, name, own, seen, actor } = change;
  const { error } = noticesSchema.safeParse({ [name]: own ?? undefined });
  if (error) throw new FieldsInvalid({ own: error.issues[0]?.message ?? 'is no text' });
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`notice ${client_id} ${name}`}, 0))`);
  const row = await tx.maybeOne<{ text: string }>(
    sql`SELECT text FROM notices WHERE client_id = ${client_id} AND name = ${name} FOR UPDATE`,
  );
  const before = row?.text ?? null;
  if (before !== seen) throw new StaleEdit({ what: 'this notice', current: { own: before }, yours: { own } });
  if (own === before) return;
  if (own === null) {
    await tx.query(sql`DELETE FROM notices WHERE client_id = ${client_id} AND name = ${name}`);
  } else {
    await tx.query(sql`
      INSERT INTO notices (client_id, name, text) VALUES (${client_id}, ${name}, ${own})
      ON CONFLICT (client_id, name) DO UPDATE SET text = excluded.text, updated_at = now()`);
  }
  await writeAudit(tx, { client_id, actor, action: 'change', subject: `notice ${name}`, before, after: own });
}
