import { askRating } from './ask-rating.js';
import { dropQueuedReplies, markHandback, skipBacklog, wakeBot } from './backlog.js';
import { decide } from './decide.js';
import type {
  Accepted,
  HandoverCommand,
  HandoverEffect,
  HandoverSettings,
  Refusal,
} from './handover-decision.js';
import type { HandoverRow } from './handover-row.js';
import { lastWrittenIn } from './last-written.js';
import { writeDecision } from './write-decision.js';
import type { Actor } from './write-decision.js';
import { nextOpening } from '../clients/working-calendar.js';
import { loadClientProfile } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import { queueNotice } from '../messages/queue-notice.js';
import type { NoticeFacts } from '../messages/queue-notice.js';
import type { NoticeName } from '../texts/shape/notices.js';
import { queueCard } from '../topics/cards.js';
import { closeMenu } from '../topics/card-menu.js';
import { queueHandedOn } from '../topics/handed-on.js';
import { refreshOffer, withdrawOffer } from '../topics/offers.js';
import { queueTopicLook } from '../topics/topic-look.js';
import type { Queryable } from '../shared/database.js';

/** What a transition needs beside the row: the client, who acts and when. */
export type Acting = { profile: ClientProfile; by: Actor; now: Date };

export type Outcome =
  | { ok: true; handover: HandoverRow }
  | { ok: false; refusal: Refusal; handover: HandoverRow | null };

/** What the machine needs to know of a client. */
export function machineSettings({ settings, calendar }: ClientProfile): HandoverSettings {
  return { ...settings, calendar };
}

/**
 * One command on a locked handover: decided, written, and everything that follows from it queued in the same
 * transaction, by the settings as they are now: while the lock was waited for they may have changed, and with them the due
 * times of what is open. Ring afterwards, see `ringAfter`.
 *
 * @param handover the row as it was locked; null when there is none
 */
export async function carryOut(
  tx: Queryable,
  handover: HandoverRow | null,
  command: HandoverCommand,
  given: Acting,
): Promise<Outcome> {
  const acting = { ...given, profile: await loadClientProfile(tx, given.profile.id) };
  const decision = decide(handover, command, machineSettings(acting.profile), acting.now);
  if (!decision.ok) return { ok: false, refusal: decision, handover };
  if (!handover) return { ok: false, refusal: { refusal: 'not_open' }, handover };
  const written = await writeDecision(tx, { handover, decision, by: acting.by, now: acting.now });
  if (!written) return { ok: false, refusal: { refusal: 'not_open' }, handover };
  await doEffects(tx, written, decision, acting);
  return { ok: true, handover: written };
}

/** Queues what follows from a decision that has been written. */
export async function doEffects(
  tx: Queryable,
  handover: HandoverRow,
  decision: Accepted,
  acting: Acting,
): Promise<void> {
  for (const effect of decision.effects) await doEffect(tx, handover, effect, acting);
  if (decision.set.status === undefined) return;
  await closeMenu(tx, handover);
  await queueTopicLook(tx, { ...acting, user_id: handover.user_id });
  if (decision.set.status === 'resolved' || decision.set.status === 'timeout')
    await skipBacklog(tx, handover);
  if (decision.set.resolved_at) await withdrawOffer(tx, handover, acting.now);
  else await refreshOffer(tx, handover, acting.now);
}

async function doEffect(
  tx: Queryable,
  handover: HandoverRow,
  effect: HandoverEffect,
  acting: Acting,
): Promise<void> {
  const { profile, now } = acting;
  switch (effect.type) {
    case 'post_card':
    case 'update_card':
      return queueCard(tx, { profile, handover, now });
    case 'tell_managers':
      return queueHandedOn(tx, { profile, handover, by: acting.by, now });
    case 'notify_user':
      return notify(tx, handover, effect.notice, acting);
    case 'ask_rating':
      return askRating(tx, handover, acting);
    case 'drop_queued_replies':
      return dropQueuedReplies(tx, handover);
    case 'summarise_human_part':
      return markHandback(tx, handover);
    case 'answer_backlog':
      return wakeBot(tx, handover, now);
    // Done by whoever gave the command, which concerns more than the request: the bot is silent for the owner also where
    // none is open, and speaks again in all of the user's conversations.
    case 'mute_bot_for_owner':
    case 'unmute_bot':
    // Nothing to write: reckoned from the columns of the ended request.
    case 'start_cooldown':
    case 'send_to_user':
    case 'keep_as_note':
    case 'offer_take_and_send':
    case 'offer_reclaim_and_send':
      return undefined;
  }
}

/** Told where the user wrote last, on whichever channel: there they look. */
async function notify(
  tx: Queryable,
  handover: HandoverRow,
  name: NoticeName,
  { profile, now }: Acting,
): Promise<void> {
  const facts: NoticeFacts = {};
  if (handover.assigned_to_name) facts.manager_name = handover.assigned_to_name;
  if (name === 'handover_closed_hours') {
    const opening = nextOpening(profile.calendar, now);
    if (opening) facts.opens_at = opening;
  }
  await queueNotice(tx, {
    profile,
    conversation_id: await lastWrittenIn(tx, handover),
    name,
    facts,
    handover_id: handover.id,
    now,
  });
}
