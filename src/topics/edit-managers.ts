import { z } from 'zod';
import { writeAudit } from '../audit/write-audit.js';
import { isUniqueViolation, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { AdminId, ClientId, ManagerId } from '../shared/ids.js';
import { pageOf, readAfter } from '../shared/paging.js';
import type { Page } from '../shared/paging.js';
import { FieldsInvalid } from '../shared/refused-edit.js';
import { notFound } from '../shared/refusal.js';

/** A manager as an admin sees them. */
export type ListedManager = {
  id: ManagerId;
  /** Their number in Telegram; null: they answer from the panel alone. */
  telegram_user_id: string | null;
  name: string;
  username: string | null;
  /** The admin who is the same person; null: nobody, as far as is known. */
  admin_id: AdminId | null;
  /** Null also for an admin who has no role in the client. */
  admin_name: string | null;
  /** False: requests are not handed to them, and with `managers_only` they are not heard. */
  is_active: boolean;
  last_seen_at: Date;
  /** Open requests they have taken. */
  open_handovers: number;
};

type By = { client_id: ClientId; actor: string };

const columns = sql`m.id, m.telegram_user_id::text AS telegram_user_id, m.name, m.username, m.is_active, m.last_seen_at,
  m.admin_id, (SELECT a.name FROM admins a WHERE a.id = m.admin_id) AS admin_name,
  (SELECT count(*)::int FROM handovers h
   WHERE h.client_id = m.client_id AND h.manager_id = m.id AND h.status = 'active') AS open_handovers`;

/** The managers by name, by pages. @throws FieldsInvalid when `after` is no place in the list */
export async function listManagers(
  db: Queryable,
  client_id: ClientId,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<Page<ListedManager>> {
  const key = readAfter(after, z.tuple([z.string(), z.string()]));
  const behind = key === null ? sql`true` : sql`(m.name, m.id) > (${key[0]}, ${key[1]}::uuid)`;
  const rows = await db.query<ListedManager>(sql`
    SELECT ${columns} FROM managers m WHERE m.client_id = ${client_id} AND ${behind}
    ORDER BY m.name, m.id LIMIT ${limit + 1}`);
  return pageOf(rows, { limit, keyOf: ({ name, id }) => [name, id] });
}

/**
 * Makes somebody known before they act in the group: needed with `managers_only`. Part of the caller's transaction.
 *
 * @param given.telegram_user_id their number, as bots that show it say
 * @throws FieldsInvalid when they are known already
 */
export async function addManager(
  tx: Queryable,
  { client_id, actor, ...given }: By & { telegram_user_id: string; name: string },
): Promise<ListedManager> {
  const { telegram_user_id, name } = given;
  try {
    await tx.query(sql`
      INSERT INTO managers (client_id, telegram_user_id, name)
      VALUES (${client_id}, ${telegram_user_id}::bigint, ${name})`);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new FieldsInvalid({ telegram_user_id: { reason: 'taken', message: 'is a manager already' } });
  }
  await writeAudit(tx, {
    ...{ client_id, actor, action: 'add', subject: `manager ${name}`, before: null, after: given },
  });
  return tx.one<ListedManager>(sql`
    SELECT ${columns} FROM managers m
    WHERE m.client_id = ${client_id} AND m.telegram_user_id = ${telegram_user_id}::bigint`);
}

/**
 * Lets a manager go, or takes them back. What they have taken stays theirs until it is handed on. Part of the caller's
 * transaction.
 *
 * @throws Refusal `not_found`
 */
export async function setManagerActive(
  tx: Queryable,
  { client_id, actor, id, is_active }: By & { id: ManagerId; is_active: boolean },
): Promise<ListedManager> {
  const before = await tx.maybeOne<{ is_active: boolean }>(
    sql`SELECT is_active FROM managers WHERE client_id = ${client_id} AND id = ${id} FOR UPDATE`,
  );
  if (!before) throw notFound('manager');
  await tx.query(
    sql`UPDATE managers SET is_active = ${is_active} WHERE client_id = ${client_id} AND id = ${id}`,
  );
  const manager = await shownManager(tx, { client_id, id });
  if (before.is_active !== is_active)
    await writeAudit(tx, {
      ...{ client_id, actor, action: 'change', subject: `manager ${manager.name}` },
      ...{ before, after: { is_active } },
    });
  return manager;
}

/** One manager as the list shows them. */
export async function shownManager(
  db: Queryable,
  { client_id, id }: { client_id: ClientId; id: ManagerId },
): Promise<ListedManager> {
  return db.one<ListedManager>(
    sql`SELECT ${columns} FROM managers m WHERE m.client_id = ${client_id} AND m.id = ${id}`,
  );
}
