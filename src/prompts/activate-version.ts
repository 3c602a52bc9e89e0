import { lockPrompt, ofScope, versionColumns } from './prompt-row.js';
import type { PromptLine, PromptVersion } from './prompt-row.js';
import { earlierOf } from './read-prompts.js';
import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { PromptId } from '../shared/ids.js';
import { notFound, Refusal } from '../shared/refusal.js';
import { StaleEdit } from '../shared/refused-edit.js';

type By = { actor: string; now: Date };
/** The version somebody saw as the active one; null: none of the scope was. */
type Seen = { active_seen: PromptId | null };

/**
 * Makes a version the active one: the next turn is taken with it. Part of the caller's transaction.
 *
 * @returns the version; unchanged when it was active already
 * @throws Refusal `not_found`
 * @throws StaleEdit when another version became active since its activator looked
 */
export async function activateVersion(
  tx: Queryable,
  { client_id, name, id, active_seen, ...by }: PromptLine & Seen & By & { id: PromptId },
): Promise<PromptVersion> {
  const line = { client_id, name };
  const wanted = await versionOf(tx, line, id);
  await lockPrompt(tx, line);
  const active = await activeVersion(tx, line);
  if (active?.id === id) return active;
  assertStill(active, active_seen, { version: wanted.version });
  return change(tx, line, { action: 'activate', active, wanted, ...by });
}

/**
 * Goes back to the version that was in use before the active one. Pressed twice at once, it goes back once. Part of the
 * caller's transaction.
 *
 * @throws Refusal `nothing_to_roll_back` when none was
 * @throws StaleEdit when another version became active since
 */
export async function rollBack(
  tx: Queryable,
  { client_id, name, active_seen, ...by }: PromptLine & Seen & By,
): Promise<PromptVersion> {
  const line = { client_id, name };
  await lockPrompt(tx, line);
  const active = await activeVersion(tx, line);
  assertStill(active, active_seen, 'the version before');
  const earlier = await earlierOf(tx, line);
  if (!earlier) throw nothingToRollBack();
  const wanted = await versionOf(tx, line, earlier.id);
  return change(tx, line, { action: 'roll_back', active, wanted, ...by });
}

/**
 * Has a prompt of one's own rest: the installation's default, or the built-in text, holds until a version is activated
 * again. Part of the caller's transaction.
 *
 * @throws StaleEdit when another version became active since
 */
export async function restPrompt(
  tx: Queryable,
  { client_id, name, active_seen, actor }: PromptLine & Seen & Pick<By, 'actor'>,
): Promise<void> {
  const line = { client_id, name };
  await lockPrompt(tx, line);
  const active = await activeVersion(tx, line);
  if (!active) return;
  assertStill(active, active_seen, 'the default');
  await deactivate(tx, line);
  await writeAudit(tx, {
    ...{ client_id, actor, action: 'rest', subject: `prompt ${name}` },
    before: { version: active.version },
    after: null,
  });
}

/** Makes a version the active one instead of whichever is. The caller holds the prompt's lock. */
export async function setActive(
  tx: Queryable,
  line: PromptLine,
  { id, now }: { id: PromptId; now: Date },
): Promise<PromptVersion> {
  await deactivate(tx, line);
  return tx.one<PromptVersion>(sql`
    UPDATE prompts SET is_active = true, activated_at = ${now}
    WHERE ${ofScope(line)} AND id = ${id} RETURNING ${versionColumns}`);
}

async function deactivate(tx: Queryable, line: PromptLine): Promise<void> {
  await tx.query(
    sql`UPDATE prompts SET is_active = false WHERE ${ofScope(line)} AND name = ${line.name} AND is_active`,
  );
}

type Change = By & { action: string; active: PromptVersion | undefined; wanted: PromptVersion };

async function change(
  tx: Queryable,
  line: PromptLine,
  { action, active, wanted, actor, now }: Change,
): Promise<PromptVersion> {
  const activated = await setActive(tx, line, { id: wanted.id, now });
  await writeAudit(tx, {
    ...{ client_id: line.client_id, actor, action, subject: `prompt ${line.name}` },
    before: active ? { version: active.version } : null,
    after: { version: wanted.version },
  });
  return activated;
}

async function versionOf(tx: Queryable, line: PromptLine, id: PromptId): Promise<PromptVersion> {
  const row = await tx.maybeOne<PromptVersion>(
    sql`SELECT ${versionColumns} FROM prompts WHERE ${ofScope(line)} AND name = ${line.name} AND id = ${id}`,
  );
  if (!row) throw notFound('version of a prompt');
  return row;
}

function activeVersion(tx: Queryable, line: PromptLine): Promise<PromptVersion | undefined> {
  return tx.maybeOne<PromptVersion>(sql`
    SELECT ${versionColumns} FROM prompts WHERE ${ofScope(line)} AND name = ${line.name} AND is_active`);
}

function assertStill(active: PromptVersion | undefined, seen: PromptId | null, yours: unknown): void {
  if ((active?.id ?? null) !== seen)
    throw new StaleEdit({ what: 'which version is active', current: active ?? null, yours });
}

function nothingToRollBack(): Refusal {
  return new Refusal('conflict', {
    code: 'nothing_to_roll_back',
    message: 'No earlier version of this prompt was ever active.',
    whatToDo: 'Activate a version from the list, or go back to the default.',
  });
}
