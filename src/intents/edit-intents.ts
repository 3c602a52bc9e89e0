import type { z } from 'zod';
import type { Intent } from './load-intents.js';
import { writeAudit } from '../audit/write-audit.js';
import { intentSchema } from '../clients/client-file/client-file-schema.js';
import { isUniqueViolation, sql } from '../shared/database.js';
import type { Queryable, Sql } from '../shared/database.js';
import { fingerprint } from '../shared/fingerprint.js';
import type { ClientId, IntentId } from '../shared/ids.js';
import { FieldsInvalid, StaleEdit } from '../shared/refused-edit.js';
import { notFound } from '../shared/refusal.js';

/** An intent as an editor opens it. */
export type OpenedIntent = Intent & {
  id: IntentId;
  position: number;
  /** Tells this wording from any other: to be given back with a change. */
  revision: string;
};

/** An intent as it is written: `reply` is needed with the action `reply`. */
export type WrittenIntent = z.input<typeof intentSchema>;

type By = { client_id: ClientId; actor: string };
type Row = Omit<OpenedIntent, 'revision'>;

const columns = sql`id, name, action, reply, description, examples, position, updated_at`;

/** A client's intents in their own order. */
export async function listIntents(db: Queryable, client_id: ClientId): Promise<OpenedIntent[]> {
  const rows = await db.query<Row>(
    sql`SELECT ${columns} FROM intents WHERE client_id = ${client_id} ORDER BY position, name`,
  );
  return rows.map(opened);
}

/**
 * Adds an intent, behind all others. Part of the caller's transaction.
 *
 * @throws FieldsInvalid when a field is wrong, or the name is another intent's
 */
export async function addIntent(
  tx: Queryable,
  { client_id, actor, given }: By & { given: WrittenIntent },
): Promise<OpenedIntent> {
  const { name, action, reply = null, description = null, examples } = checked(given);
  const row = await named(() =>
    tx.one<Row>(sql`
      INSERT INTO intents (client_id, name, action, reply, description, examples, position)
      SELECT ${client_id}, ${name}, ${action}, ${reply}, ${description}, ${examples}::text[],
        coalesce(max(position), -1) + 1
      FROM intents WHERE client_id = ${client_id}
      RETURNING ${columns}`),
  );
  await note(tx, { client_id, actor, action: 'add', before: null, after: row });
  return opened(row);
}

/**
 * Changes an intent as a whole. Part of the caller's transaction.
 *
 * @param change.revision of the intent as it was opened
 * @throws FieldsInvalid as {@link addIntent}
 * @throws StaleEdit when somebody has changed it since
 * @throws Refusal `not_found`
 */
export async function changeIntent(
  tx: Queryable,
  change: By & { id: IntentId; given: WrittenIntent; revision: string },
): Promise<OpenedIntent> {
  const { client_id, actor, id, given, revision } = change;
  const intent = checked(given);
  const before = await lockIntent(tx, { client_id, id, revision, yours: given });
  const { name, action, reply = null, description = null, examples } = intent;
  const after = await named(() =>
    tx.one<Row>(sql`
      UPDATE intents SET name = ${name}, action = ${action}, reply = ${reply}, description = ${description},
        examples = ${examples}::text[], updated_at = now()
      WHERE client_id = ${client_id} AND id = ${id}
      RETURNING ${columns}`),
  );
  await note(tx, { client_id, actor, action: 'change', before, after });
  return opened(after);
}

/** Takes an intent away. Part of the caller's transaction. @throws as {@link changeIntent} */
export async function removeIntent(
  tx: Queryable,
  { client_id, actor, id, revision }: By & { id: IntentId; revision: string },
): Promise<void> {
  const before = await lockIntent(tx, { client_id, id, revision, yours: null });
  await tx.query(sql`DELETE FROM intents WHERE client_id = ${client_id} AND id = ${id}`);
  await note(tx, { client_id, actor, action: 'remove', before, after: null });
}

function opened(row: Row): OpenedIntent {
  return { ...row, revision: fingerprint(said(row)) };
}

function said({ name, action, reply, description, examples }: Row): Omit<Intent, 'updated_at'> {
  return { name, action, reply, description, examples };
}

function checked(given: WrittenIntent): z.output<typeof intentSchema> {
  const { data, error } = intentSchema.safeParse(given);
  if (error) throw FieldsInvalid.of(error.issues);
  return data;
}

async function named(write: () => Promise<Row>): Promise<Row> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error))
      throw new FieldsInvalid({
        name: { reason: 'taken', message: 'is the name of another intent already' },
      });
    throw error;
  }
}

async function lockIntent(
  tx: Queryable,
  of: { client_id: ClientId; id: IntentId; revision: string; yours: unknown },
): Promise<Row> {
  const statement: Sql = sql`
    SELECT ${columns} FROM intents WHERE client_id = ${of.client_id} AND id = ${of.id} FOR UPDATE`;
  const row = await tx.maybeOne<Row>(statement);
  if (!row) throw notFound('intent');
  if (opened(row).revision !== of.revision)
    throw new StaleEdit({ what: 'this intent', current: opened(row), yours: of.yours });
  return row;
}

async function note(
  tx: Queryable,
  done: By & { action: string; before: Row | null; after: Row | null },
): Promise<void> {
  const { client_id, actor, action, before, after } = done;
  await writeAudit(tx, {
    ...{ client_id, actor, action, subject: `intent ${(after ?? before)?.name}` },
    before: before && said(before),
    after: after && said(after),
  });
}
