import type { OutgoingMessage, SendOutcome } from '../../src/integrations/channel.js';
import { sql } from '../../src/shared/database.js';
import { joinAddresses } from '../../src/users/join-addresses.js';
import type { WhatsAppContext } from './context.js';
import { externalChatId, identitiesOf, isLid, personJid, whatsAppJid } from './ids.js';
import type { Jid } from './ids.js';
import { countFirstContact, standingOf } from './number-events.js';
import { restMs } from './number-health.js';

/** The address to write to, or why nothing is sent now. */
export type Permission = { type: 'allowed'; to: Jid } | Extract<SendOutcome, { type: 'later' | 'refused' }>;

/**
 * Whether a message may be sent now, for the number's health: answers may, as long as it is not at its last; who has not
 * written is asked for under WhatsApp's own spelling of their number first, and counted.
 *
 * @param asked where the message was to go when its sending began
 * @throws whatever asking WhatsApp or the database throws; nothing has been sent then
 */
export async function mayWrite(
  context: WhatsAppContext,
  { id }: Pick<OutgoingMessage, 'id'>,
  asked: Jid,
): Promise<Permission> {
  const { health, chat, is_unsolicited, is_counted } = await standingOf(context, id);
  const jid = whatsAppJid(chat) ?? asked;
  if (health.state === 'everything_paused') return { type: 'later', retry_after_ms: restMs };
  if (!is_unsolicited) return { type: 'allowed', to: jid };
  const isWithinToday = is_counted && health.state !== 'fine' && health.because === 'first_contacts';
  if (health.state !== 'fine' && !isWithinToday) return { type: 'refused', reason: 'number_resting' };
  if (is_counted) return { type: 'allowed', to: jid };
  const to = await addressOnWhatsApp(context, jid);
  if (to === 'nobody') return { type: 'refused', reason: 'not_on_whatsapp' };
  if (to === null) return { type: 'later', retry_after_ms: null };
  if (to !== jid) await moveChat(context, { from: jid, to });
  const isCounted = await countFirstContact(context, externalChatId(to));
  return isCounted ? { type: 'allowed', to } : { type: 'refused', reason: 'number_resting' };
}

/** @returns null when it could not be asked */
async function addressOnWhatsApp({ socket }: WhatsAppContext, jid: Jid): Promise<Jid | 'nobody' | null> {
  if (isLid(jid)) return jid;
  const connection = socket();
  if (!connection) return null;
  const found = await connection.onWhatsApp(jid);
  if (!found) return null;
  const [person] = found.filter(({ exists }) => exists);
  return personJid(person?.jid) ?? 'nobody';
}

/** The person will answer from the address that WhatsApp knows: the chat is that one, and both are theirs. */
async function moveChat(
  { tools, integration }: WhatsAppContext,
  { from, to }: { from: Jid; to: Jid },
): Promise<void> {
  const { client_id, id: integration_id } = integration;
  await joinAddresses(tools, { client_id, identities: identitiesOf([from, to]) });
  await tools.db.transaction(async (tx) => {
    await tx.query(sql`
      UPDATE conversations SET external_chat_id = ${externalChatId(to)}
      WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND external_chat_id = ${externalChatId(from)}`);
    await tx.query(sql`
      UPDATE messages SET external_chat_id = ${externalChatId(to)}
      WHERE client_id = ${client_id} AND integration_id = ${integration_id} AND external_chat_id = ${externalChatId(from)}
        AND direction = 'outbound'`);
  });
}
