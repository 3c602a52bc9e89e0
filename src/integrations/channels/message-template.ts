import { isDeepStrictEqual } from 'node:util';
import type { CloudTemplate } from '../cloud-settings.js';
import { channelOff, readTemplates } from '../cloud-templates.js';
import { writeAudit } from '../../audit/write-audit.js';
import { json, sql } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import type { FieldProblem } from '../../shared/field-problem.js';
import type { ClientId, IntegrationId } from '../../shared/ids.js';
import { FieldsInvalid, StaleEdit } from '../../shared/refused-edit.js';
import { notFound } from '../../shared/refusal.js';

type Of = { client_id: ClientId; id: IntegrationId };

/**
 * Names the template in which a manager's words go out after 24 hours, or none. Part of the caller's transaction.
 *
 * @param change.seen what it was when it was opened
 * @returns whether Meta's list says that it is good; false where the list is not known
 * @throws FieldsInvalid when Meta has approved no such template, or it has other places than the one for the words
 * @throws StaleEdit when somebody has changed it since
 * @throws Refusal `not_found`, `channel_off`
 */
export async function setTemplate(
  tx: Queryable,
  change: Of & { template: CloudTemplate | null; seen: CloudTemplate | null; actor: string },
): Promise<boolean> {
  const { client_id, id, template, seen, actor } = change;
  const stored = await tx.maybeOne<{ name: string; status: string; template: CloudTemplate | null }>(sql`
    SELECT name, status, settings->'template' AS template FROM integrations
    WHERE client_id = ${client_id} AND id = ${id} AND platform_id = 'whatsapp_cloud' FOR UPDATE`);
  if (!stored) throw notFound('number of the official API');
  if (stored.status === 'disconnected') throw channelOff();
  const current = { template: stored.template };
  if (!isDeepStrictEqual(stored.template, seen))
    throw new StaleEdit({ what: 'the message template', current, yours: { template } });
  const isChecked = template !== null && (await isApproved(tx, change, template));
  if (isDeepStrictEqual(stored.template, template)) return isChecked;
  const named =
    template === null ? sql`settings - 'template'` : sql`settings || ${json({ template })}::jsonb`;
  await tx.query(sql`
    UPDATE integrations SET settings = ${named} WHERE client_id = ${client_id} AND id = ${id}`);
  await writeAudit(tx, {
    ...{ client_id, actor, action: 'change', subject: `channel whatsapp_cloud/${stored.name}` },
    ...{ before: current, after: { template } },
  });
  return isChecked;
}

/** @returns false when Meta's list is not known: then nothing is known against it */
async function isApproved(tx: Queryable, of: Of, { name, language }: CloudTemplate): Promise<boolean> {
  const { problem, items } = await readTemplates(tx, of);
  if (problem !== null) return false;
  const found = items.find((one) => one.name === name && one.language === language);
  if (!found) throw new FieldsInvalid({ 'template.name': notApproved });
  if (!found.is_usable) throw new FieldsInvalid({ 'template.name': hasOtherPlaces });
  return true;
}

const notApproved: FieldProblem = {
  reason: 'template_unknown',
  message: 'is no template that Meta has approved in this language',
};
const hasOtherPlaces: FieldProblem = {
  reason: 'template_unusable',
  message: 'must have {{1}} in its body once, and no other variable',
};
