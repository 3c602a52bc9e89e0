import { carryOut } from './carry-out.js';
import type { HandoverCommand } from './handover-decision.js';
import { lockHandover } from './handover-row.js';
import type { HandoverRow } from './handover-row.js';
import { ringAfter } from './ring-after.js';
import { tooLate } from './too-late.js';
import { writeAudit } from '../audit/write-audit.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, HandoverId, ManagerId } from '../shared/ids.js';
import { notFound } from '../shared/refusal.js';
import { findManager } from '../topics/known-managers.js';
import { managerOfAdmin } from '../topics/manager-of-admin.js';
import type { ActingAdmin } from '../topics/manager-of-admin.js';
import type { Taker } from './handover-decision.js';
import type { Tools } from '../use-case.js';

/** Who acts in the panel, and how the audit calls them. */
export type PanelAdmin = ActingAdmin & { actor: string };

/** What can be done to a request in the panel: what the buttons of its card do. */
export type PanelAct =
  | { type: 'take' | 'resolve' | 'return_to_bot' | 'give_to_queue' }
  /** To a manager; to `me` also from another one. */
  | { type: 'reassign'; to: ManagerId | 'me' };

/**
 * An admin presses in the panel what managers press in the group: the same transition, with the same card, lines and
 * notices. Of two who act at once one is heard.
 *
 * @throws Refusal `not_found`; `conflict`, saying who was first
 */
export async function actFromPanel(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  ids: { client_id: ClientId; handover_id: HandoverId },
  { act, admin }: { act: PanelAct; admin: PanelAdmin },
): Promise<void> {
  const now = tools.clock.now();
  const profile = await loadClientProfile(tools.db, ids.client_id);
  const { user_id } = await tools.db.transaction(async (tx) => {
    const by = await managerOfAdmin(tx, { client_id: ids.client_id, admin, now });
    const handover = await lockHandover(tx, ids);
    if (!handover) throw notFound('request');
    const command = await commandOf(tx, act, { by, ...ids });
    const outcome = await carryOut(tx, handover, command, { profile, by, now });
    if (!outcome.ok) throw tooLate(outcome.refusal);
    await writeAudit(tx, {
      ...{
        client_id: ids.client_id,
        actor: admin.actor,
        action: act.type,
        subject: `handover ${handover.id}`,
      },
      ...{ before: standing(handover), after: standing(outcome.handover) },
    });
    return outcome.handover;
  });
  await ringAfter(tools, { profile, user_id });
}

async function commandOf(
  tx: Queryable,
  act: PanelAct,
  { by, client_id }: { by: Taker; client_id: ClientId },
): Promise<HandoverCommand> {
  if (act.type === 'take') return { type: 'take', manager: by };
  if (act.type !== 'reassign') return { type: act.type };
  const manager = act.to === 'me' ? by : await findManager(tx, { client_id, manager_id: act.to });
  if (!manager) throw notFound('manager');
  return { type: 'reassign', manager };
}

function standing({ status, assigned_to_name }: HandoverRow): Record<string, string | null> {
  return { status, assigned_to_name };
}
