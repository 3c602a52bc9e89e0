import { sql } from '../../src/shared/database.js';
import type { WhatsAppContext } from './context.js';
import { isLid, personJid } from './ids.js';
import type { ExternalChatId, Jid } from './ids.js';
import { externalChatId } from './ids.js';

type ChatContext = Pick<WhatsAppContext, 'tools' | 'integration' | 'socket'>;

/** A person's addresses, the one something came from first. */
export type Addresses = [Jid, ...Jid[]];

/**
 * All addresses that are known of a person: those that came along, and the number that WhatsApp has told of behind an
 * address that hides it.
 *
 * @param came as they came; the first that is a person's leads
 * @returns null when none is a person's
 */
export async function addressesOf(
  context: ChatContext,
  came: readonly (string | null | undefined)[],
): Promise<Addresses | null> {
  const own = ownAddresses(context);
  const jids = came.flatMap((text, index) => {
    const jid = personJid(text);
    // Beside what the owner wrote may stand the owner's own address.
    return jid && (index === 0 || !own.includes(jid)) ? [jid] : [];
  });
  const [first] = jids;
  if (!first) return null;
  const isAnyPhone = jids.some((jid) => !isLid(jid));
  const mapped = isAnyPhone ? null : await phoneBehind(context, first);
  const all = [...new Set([...jids, ...(mapped ? [mapped] : [])])];
  return [first, ...all.filter((jid) => jid !== first)];
}

/** The addresses of the linked phone itself. */
export function ownAddresses({ socket }: Pick<ChatContext, 'socket'>): Jid[] {
  const me = socket()?.user;
  return [me?.id, me?.lid, me?.phoneNumber].flatMap((text) => personJid(text) ?? []);
}

/**
 * The chat with a person keeps the address it began under, whatever address the next message comes from: edits, answers
 * and repeated messages find what they mean.
 */
export async function homeChat(
  { tools, integration }: Pick<ChatContext, 'tools' | 'integration'>,
  addresses: Addresses,
): Promise<ExternalChatId> {
  const [first] = addresses;
  const known = await tools.db.query<{ external_chat_id: string }>(sql`
    SELECT external_chat_id FROM conversations
    WHERE client_id = ${integration.client_id} AND integration_id = ${integration.id}
      AND external_chat_id = ANY(${addresses}::text[])
    ORDER BY started_at LIMIT 1`);
  return externalChatId((known[0]?.external_chat_id as Jid | undefined) ?? first);
}

async function phoneBehind({ socket, tools }: ChatContext, lid: Jid): Promise<Jid | null> {
  try {
    return personJid(await socket()?.signalRepository.lidMapping.getPNForLID(lid));
  } catch (error) {
    tools.logger.debug({ err: error }, 'the number behind an address could not be looked up');
    return null;
  }
}
