import { randomUUID } from 'node:crypto';
import { claimAmendments, settleAgain, settleRefused, settleShown } from './amendment-outbox.js';
import type { ClaimedAmendment } from './amendment-outbox.js';
import { afterAmending } from './amendment-policy.js';
import type { AmendmentVerdict } from './amendment-policy.js';
import type { Sender } from './deliver-message.js';
import { senderKeyOf, loadClientProfile } from '../clients/client-profile.js';
import type { AmendOutcome, Amending } from '../integrations/channel.js';
import { insisting } from '../shared/insisting.js';
import { reportAmendment } from '../topics/amendment-receipts.js';
import type { Amendment } from '../topics/amendment-receipts.js';
import type { Tools } from '../use-case.js';

type AmendTools = Pick<Tools, 'db' | 'clock' | 'bell' | 'logger'>;

/**
 * Claims what users are to see otherwise by now: edits, deletions and reactions, one of each chat.
 *
 * @returns at most `limit`, to be handed to {@link amendMessage}
 */
export async function nextAmendments(
  { db, clock }: AmendTools,
  { client_id, integration_id, lease }: Sender,
  limit: number,
): Promise<ClaimedAmendment[]> {
  return claimAmendments(db, {
    client_id,
    integration_id,
    lease,
    amend_token: randomUUID(),
    now: clock.now(),
    limit,
  });
}

/**
 * Brings one message in the user's chat in line with its row, and writes down what became of it, with what the managers
 * are told.
 *
 * @returns `disconnected` when the messenger refuses the whole connection; the change stays due
 */
export async function amendMessage(
  tools: AmendTools,
  { amending }: Pick<Sender, 'amending'>,
  message: ClaimedAmendment,
): Promise<'done' | 'disconnected'> {
  const outcome = await perform(amending, message);
  const now = tools.clock.now();
  if (outcome.type === 'disconnected') {
    await insisting(() => settleAgain(tools.db, message, now));
    return 'disconnected';
  }
  const verdict = afterAmending(message.attempts, outcome, { now, random: Math.random() });
  if (verdict.status === 'refused') {
    const { id: message_id, attempts } = message;
    tools.logger.warn(
      { message_id, change: changeOf(message), reason: verdict.reason, attempts },
      "a change to a message could not be made in the user's chat",
    );
  }
  const media_file = outcome.type === 'done' ? (outcome.media_file ?? null) : null;
  await insisting(() => settle(tools, { ...message, media_file: media_file ?? message.media_file }, verdict));
  return 'done';
}

/**
 * What never reached the user needs no change there, and goes out as it reads now if it is sent again. Of what nobody knows
 * whether it arrived no id is known: it can't be taken back.
 */
async function perform(amending: Amending | undefined, message: ClaimedAmendment): Promise<AmendOutcome> {
  const { delivery_status, external_ids, is_withdrawn, reaction } = message;
  if (external_ids.length === 0) {
    const isSomewhere = delivery_status === 'uncertain' && is_withdrawn;
    return isSomewhere ? { type: 'refused', reason: 'unclear' } : { type: 'done' };
  }
  if (!amending) return { type: 'refused', reason: 'not_possible' };
  switch (changeOf(message)) {
    case 'react':
      return amending.react(message, reaction);
    case 'withdraw':
      return amending.withdraw(message);
    case 'edit':
      return delivery_status === 'failed' ? { type: 'done' } : amending.edit(message);
  }
}

function changeOf({ role, is_withdrawn }: ClaimedAmendment): Amendment['change'] {
  if (role === 'user') return 'react';
  return is_withdrawn ? 'withdraw' : 'edit';
}

/** The mark and what the managers are told in one transaction. */
async function settle(
  { db, clock, bell }: AmendTools,
  message: ClaimedAmendment,
  verdict: AmendmentVerdict,
): Promise<void> {
  const now = clock.now();
  if (verdict.status === 'again') {
    await settleAgain(db, message, verdict.due_at);
    return;
  }
  const { client_id, id: message_id, external_ids, edits } = message;
  const isWritten = await db.transaction(async (tx) => {
    const settled = verdict.status === 'shown' ? settleShown(tx, message) : settleRefused(tx, message, now);
    if (!(await settled)) return false;
    await reportAmendment(tx, {
      ...{ client_id, message_id, change: changeOf(message), edits, now },
      was_sent: external_ids.length > 0,
      refused: verdict.status === 'refused' ? verdict.reason : null,
    });
    return true;
  });
  if (!isWritten) return;
  const sender_key = senderKeyOf((await loadClientProfile(db, client_id)).settings);
  if (sender_key) bell.posts(sender_key);
}
