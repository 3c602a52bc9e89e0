import { promptProblem } from './prompt-problem.js';
import { lockPrompt, ofScope, versionColumns } from './prompt-row.js';
import type { PromptLine, PromptVersion } from './prompt-row.js';
import { writeAudit } from '../audit/write-audit.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import { FieldsInvalid, StaleEdit } from '../shared/refused-edit.js';

type Written = PromptLine & { text: string; actor: string };

/**
 * Keeps a text as a new version; the active one stays active. Part of the caller's transaction.
 *
 * @param written.newest_seen the newest version its writer knew of; null: there was none
 * @throws FieldsInvalid when the text is empty or too long, or has a variable nothing is known of
 * @throws StaleEdit when somebody has saved a newer version meanwhile: `current` is that one, with its text
 */
export async function saveVersion(
  tx: Queryable,
  { newest_seen, ...written }: Written & { newest_seen: number | null },
): Promise<PromptVersion> {
  assertText(written.text);
  await lockPrompt(tx, written);
  const newest = await tx.maybeOne<PromptVersion & { text: string }>(sql`
    SELECT ${versionColumns}, text FROM prompts WHERE ${ofScope(written)} AND name = ${written.name}
    ORDER BY version DESC LIMIT 1`);
  if ((newest?.version ?? null) !== newest_seen)
    throw new StaleEdit({
      what: 'this prompt',
      current: newest ?? null,
      yours: { text: written.text },
    });
  const saved = await addVersion(tx, written);
  const { client_id, actor, name, text } = written;
  await writeAudit(tx, {
    ...{ client_id, actor, action: 'save_version', subject: `prompt ${name}` },
    before: newest ? { version: newest.version, text: newest.text } : null,
    after: { version: saved.version, text },
  });
  return saved;
}

/** Adds a version under the next number, not active. The caller holds the prompt's lock. */
export async function addVersion(
  tx: Queryable,
  { client_id, name, text, actor }: Written,
): Promise<PromptVersion> {
  return tx.one<PromptVersion>(sql`
    INSERT INTO prompts (client_id, name, text, version, is_active, created_by)
    SELECT ${client_id}, ${name}, ${text}, coalesce(max(version), 0) + 1, false, ${actor}
    FROM prompts WHERE ${ofScope({ client_id })} AND name = ${name}
    RETURNING ${versionColumns}`);
}

function assertText(text: string): void {
  const problem = promptProblem(text);
  if (problem !== null) throw new FieldsInvalid({ text: problem });
}
