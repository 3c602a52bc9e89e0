import type { GroupPress, PressAnswer } from './group-events.js';
import { handleOnce } from './handled-updates.js';
import { onHandOnPress } from './on-hand-on-press.js';
import { onMergePress } from './on-merge-press.js';
import { youHaveIt } from './press-answers.js';
import { isHandingOn, parsePress } from './press.js';
import type { Press } from './press.js';
import { nothingPressed, pressedWith } from './pressing.js';
import type { Pressed, Pressing } from './pressing.js';
import { queuePost } from './queue-post.js';
import { recogniseManager } from './recognise-manager.js';
import { findClientOfGroup } from '../clients/client-profile.js';
import type { ClientProfile } from '../clients/client-profile.js';
import type { Outcome } from '../handovers/carry-out.js';
import { resolveHandover, returnToBot } from '../handovers/end-handover.js';
import { sendNote } from '../handovers/manager-writes.js';
import { resendMessage } from '../handovers/resend.js';
import { ringAfter } from '../handovers/ring-after.js';
import { takeHandover } from '../handovers/take.js';
import { sql } from '../shared/database.js';
import type { Queryable } from '../shared/database.js';
import type { ClientId, MessageId, UserId } from '../shared/ids.js';
import { texts } from '../texts/texts.js';
import type { Tools } from '../use-case.js';

/**
 * A button pressed in a managers' group. Everything it causes is written in one transaction; what is returned is shown
 * to the presser alone. Delivered twice, it does nothing the second time and says so kindly.
 */
export async function onPress(
  tools: Pick<Tools, 'db' | 'clock' | 'bell'>,
  press: GroupPress,
): Promise<PressAnswer> {
  const profile = await findClientOfGroup(tools.db, press);
  // A group that is no client's: whoever presses there is told nothing about anybody.
  if (!profile) return { text: '', alert: false };
  const { press: words } = texts(profile.language);
  const wanted = parsePress(press.data);
  if (!wanted) return { text: words.unknownButton, alert: false };
  const done = await tools.db.transaction(async (tx): Promise<Pressed> => {
    if (!(await handleOnce(tx, press.sender_key, `cb:${press.callback_id}`))) return nothingPressed('');
    const recognised = await recogniseManager(tx, profile, press.from, tools.clock.now());
    if ('refusal' in recognised) {
      return {
        ...nothingPressed(recognised.refusal === 'anonymous' ? words.anonymousAdmin : words.notManager),
        alert: true,
      };
    }
    return act(tx, wanted, { profile, by: recognised.manager, now: tools.clock.now() });
  });
  if (done.user_id) await ringAfter(tools, { profile, user_id: done.user_id });
  return { text: done.text, alert: done.alert };
}

async function act(tx: Queryable, press: Press, pressing: Pressing): Promise<Pressed> {
  const { press: words } = texts(pressing.profile.language);
  if (isHandingOn(press)) return onHandOnPress(tx, press, pressing);
  switch (press.action) {
    case 'take':
      return pressedWith(
        tx,
        pressing,
        await takeHandover(tx, press.handover_id, pressing),
        youHaveIt(pressing.profile),
      );
    case 'resolve':
      return pressedWith(
        tx,
        pressing,
        await resolveHandover(tx, press.handover_id, pressing),
        words.resolved,
      );
    case 'bot':
      return pressedWith(tx, pressing, await returnToBot(tx, press.handover_id, pressing), words.returned);
    case 'take_send':
    case 'reclaim_send': {
      const mode = press.action === 'take_send' ? 'take' : 'reclaim';
      const sent = await sendNote(tx, press.post_id, { ...pressing, mode });
      if (!sent.ok && sent.refusal.refusal === 'already_sent') return nothingPressed(words.alreadySent);
      if (!sent.ok && sent.refusal.refusal === 'note_unknown') return nothingPressed(words.unknownButton);
      return pressedWith(tx, pressing, sent as Outcome, words.sent);
    }
    case 'merge':
      return onMergePress(tx, press, pressing);
    case 'resend':
      return resend(tx, press.message_id, pressing);
  }
}

async function resend(tx: Queryable, message_id: MessageId, { profile, now }: Pressing): Promise<Pressed> {
  const { press: words } = texts(profile.language);
  const isQueued = await resendMessage(tx, { client_id: profile.id, message_id, now });
  if (!isQueued) return nothingPressed(words.alreadySent);
  const { user_id } = await tx.one<{ user_id: UserId }>(sql`
    SELECT user_id FROM messages WHERE client_id = ${profile.id} AND id = ${message_id}`);
  await withdrawResend(tx, profile, message_id, now);
  return { text: words.sent, alert: false, user_id };
}

/** The lines that offered it are rendered anew, without the button. */
async function withdrawResend(
  tx: Queryable,
  profile: ClientProfile,
  message_id: MessageId,
  now: Date,
): Promise<void> {
  const lines = await tx.query<{
    client_id: ClientId;
    telegram_chat_id: string;
    dedupe_key: string;
    topic_id: null;
  }>(sql`
    SELECT client_id, telegram_chat_id, dedupe_key, topic_id FROM topic_posts
    WHERE client_id = ${profile.id} AND message_id = ${message_id} AND kind = 'failure' AND status <> 'dropped'`);
  for (const line of lines) await queuePost(tx, { ...line, kind: 'failure', message_id }, now);
}
