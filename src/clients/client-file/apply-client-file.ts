import { changesBetween } from './changes.js';
import type { Change } from './changes.js';
import type { ClientFile } from './client-file-schema.js';
import { loadClientState } from './client-file.repository.js';
import { newClientState, stateAfter } from './client-state.js';
import type { ClientState } from './client-state.js';
import { contradictions } from './contradictions.js';
import { followMovedGroup } from './moved-group.js';
import { createClient, lockClient, writeClient } from './write-client.js';
import { isTaken } from './write-integrations.js';
import { loadClientProfile } from '../client-profile.js';
import { tellManagers } from '../client-status.js';
import { assertOpensWithin } from '../working-calendar.js';
import { parseWorkingHours } from '../working-hours.js';
import { writeAudit } from '../../audit/write-audit.js';
import { recomputeDueTimes } from '../../handovers/settings-changed.js';
import { isUniqueViolation } from '../../shared/database.js';
import type { Queryable } from '../../shared/database.js';
import { EstafetaError, invalidInput } from '../../shared/errors.js';
import type { ClientId } from '../../shared/ids.js';
import type { SealedBox } from '../../shared/sealed-box.js';
import type { Tools } from '../../use-case.js';

type Apply = Pick<Tools, 'db' | 'clock'> & { box: SealedBox };

/** What applying a file would do, or has done. */
export type AppliedFile = {
  client_id: ClientId | null;
  slug: string;
  is_new: boolean;
  changes: Change[];
  /** What the file says and is not done, and why. */
  remarks: string[];
};

/**
 * Shows what a file would change and changes nothing.
 *
 * @throws EstafetaError `client_file_invalid` when the client would not be sound afterwards
 */
export async function planClientFile(
  { db, clock }: Pick<Apply, 'db' | 'clock'>,
  given: ClientFile,
  prune: boolean,
): Promise<AppliedFile> {
  const slug = given.client.id;
  const stored = await loadClientState(db, slug);
  const { file, remarks } = followMovedGroup(given, stored);
  const before = stored?.state ?? newClientState(slug);
  const wanted = stateAfter(before, file, prune);
  assertSound(wanted, clock.now());
  return {
    client_id: stored?.client_id ?? null,
    slug,
    is_new: !stored,
    changes: changesBetween(before, wanted, stored?.applied ?? {}),
    remarks,
  };
}

/**
 * Brings a client to what its file says, in one transaction: applied twice, the second time changes nothing.
 * Changed time-outs and hours move the due times of open handovers.
 *
 * @param actor who is named in the audit, e.g. `apply coffee.yaml`
 * @throws EstafetaError `client_file_invalid`, `token_taken`, `group_taken`
 */
export async function applyClientFile(
  { db, clock, box }: Apply,
  given: ClientFile,
  { prune, actor }: { prune: boolean; actor: string },
): Promise<AppliedFile> {
  const slug = given.client.id;
  try {
    return await db.transaction(async (tx) => {
      // Two applies of one client wait for each other; the second sees what the first has written.
      await lockClient(tx, slug);
      const stored = await loadClientState(db, slug);
      const { file, remarks } = followMovedGroup(given, stored);
      const before = stored?.state ?? newClientState(slug);
      const wanted = stateAfter(before, file, prune);
      assertSound(wanted, clock.now());
      const changes = changesBetween(before, wanted, stored?.applied ?? {});
      if (stored && changes.length === 0)
        return { client_id: stored.client_id, slug, is_new: false, changes, remarks };
      const client_id = stored?.client_id ?? (await createClient(tx, slug, wanted));
      await writeClient(tx, { client_id, before, wanted, file, box, actor, now: clock.now() });
      await noteChanges(tx, { client_id, actor, changes });
      const { status } = wanted.client;
      if (stored && before.client.status !== status)
        await tellManagers(tx, { client_id, status, now: clock.now() });
      await recomputeDueTimes(tx, await loadClientProfile(tx, client_id), clock.now());
      return { client_id, slug, is_new: !stored, changes, remarks };
    });
  } catch (error) {
    throw inWords(error);
  }
}

/** Rules over several fields, checked on the client as it would be. */
function assertSound(state: ClientState, now: Date): void {
  const lines = Object.entries(contradictions(state.settings)).map(
    ([path, { message }]) => `settings: ${path}: ${message}`,
  );
  if (lines.length > 0)
    throw invalidInput(
      'client_file_invalid',
      lines,
      'Correct the file and apply it again; nothing was changed.',
    );
  assertOpensWithin(parseWorkingHours(state.settings.working_hours, state.client.timezone), now);
}

async function noteChanges(
  tx: Queryable,
  done: { client_id: ClientId; actor: string; changes: Change[] },
): Promise<void> {
  const side = (which: 'before' | 'after'): Record<string, string | null> =>
    Object.fromEntries(done.changes.map((change) => [change.path, change[which]]));
  const { client_id, actor } = done;
  const sides = { before: side('before'), after: side('after') };
  await writeAudit(tx, { client_id, actor, action: 'apply', subject: 'client', ...sides });
}

function inWords(error: unknown): unknown {
  if (isTaken(error)) {
    return new EstafetaError({
      code: 'token_taken',
      message: 'A bot token or a phone_number_id in this file already belongs to another integration.',
      whatToDo:
        'Give each integration a bot, or a number, of its own; it may serve customers of one integration only.',
    });
  }
  if (isUniqueViolation(error, 'client_settings_telegram_chat_id_key')) {
    return new EstafetaError({
      code: 'group_taken',
      message: "This managers' group (settings.telegram_chat_id) already belongs to another client.",
      whatToDo: 'Make a group for each client.',
    });
  }
  return error;
}
