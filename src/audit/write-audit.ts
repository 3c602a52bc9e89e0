import { json, sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId } from '../shared/ids.js';

/** Something that somebody changed. */
export type AuditEntry = {
  /** Null: it concerns the whole installation. */
  client_id: ClientId | null;
  /** Who did it, as people know them: `anna@shop.kz`, `apply coffee.yaml`. */
  actor: string;
  /** What was done, in snake_case: `activate`, `change`. */
  action: string;
  /** What it was done to: `prompt system_prompt`, `settings`. */
  subject: string;
  /** How it stood, and how it stands now; null where there was, or is, nothing. Never a secret. */
  before: unknown;
  after: unknown;
};

/** Writes down who changed what. A part of the transaction that changes it: neither is there without the other. */
export async function writeAudit(tx: Queryable, entry: AuditEntry): Promise<void> {
  const { client_id, actor, action, subject, before, after } = entry;
  const side = (value: unknown): string | null => (value === null ? null : json(value));
  await tx.query(sql`
    INSERT INTO audit_events (client_id, actor, action, subject, before, after)
    VALUES (${client_id}, ${actor}, ${action}, ${subject}, ${side(before)}::jsonb, ${side(after)}::jsonb)`);
}
