import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import { msOfSeconds } from '../../src/shared/durations.js';
import type { WhatsAppContext } from './context.js';
import type { Jid } from './ids.js';
import { noteNumberEvent } from './number-events.js';
import { isPassing, isRestriction } from './send-errors.js';
import { noteAccepted } from './sent-store.js';

/** What came of handing something to WhatsApp. */
export type Relayed =
  | { type: 'accepted'; at: Date }
  | { type: 'later'; retry_after_ms: number | null }
  | { type: 'refused'; code: string }
  | { type: 'unclear' };

type Envelope = {
  jid: Jid;
  id: string;
  /** What WhatsApp has to know of it besides: an edit, a deletion. */
  attributes?: Record<string, string>;
};

const patienceMs = msOfSeconds(20);

/** Hands something to WhatsApp under its reserved id, and waits until it says that it has it. Never throws. */
export async function relay(
  context: WhatsAppContext,
  content: proto.IMessage,
  { jid, id, attributes = {} }: Envelope,
): Promise<Relayed> {
  const socket = context.socket();
  if (!socket) return { type: 'later', retry_after_ms: null };
  const { tools } = context;
  // Heard from before it is sent: the answer may be there at once.
  const answered = socket.waitForMessage<BinaryNode>(id, patienceMs).catch(() => undefined);
  try {
    await socket.relayMessage(jid, content, { messageId: id, additionalAttributes: attributes });
  } catch (error) {
    tools.logger.warn(
      { integration_id: context.integration.id, err: error },
      'a message was not handed over',
    );
    return { type: 'unclear' };
  }
  const answer = await answered;
  if (!answer) return { type: 'unclear' };
  const { error, t } = answer.attrs;
  if (error) return refused(context, { code: error, id });
  const at = t ? new Date(Number(t) * 1_000) : tools.clock.now();
  await noteAccepted(context, id, at);
  return { type: 'accepted', at };
}

async function refused(
  context: WhatsAppContext,
  { code, id }: { code: string; id: string },
): Promise<Relayed> {
  const { logger } = context.tools;
  logger.warn({ integration_id: context.integration.id, code }, 'WhatsApp did not take a message');
  if (isPassing(code)) return { type: 'later', retry_after_ms: null };
  if (isRestriction(code)) await noteNumberEvent(context, { kind: 'not_delivered', subject: id });
  return { type: 'refused', code };
}
