import type { proto } from '@whiskeysockets/baileys';
import type { AmendOutcome, Amending, StandingMessage } from '../../src/integrations/channel.js';
import { isFile } from '../../src/messages/message-kinds.js';
import { msOfHours, msOfMinutes } from '../../src/shared/durations.js';
import type { WhatsAppContext } from './context.js';
import { externalMessageId, whatsAppJid } from './ids.js';
import type { Jid } from './ids.js';
import { captionOf, partsOf } from './message-parts.js';
import { editAttributes, editContent, textContent, withCaption } from './outgoing-content.js';
import { numberHealth } from './number-events.js';
import { restMs } from './number-health.js';
import { relay } from './relay.js';
import { failureOf } from './send-errors.js';
import { findSent, fingerprintOf, reserve } from './sent-store.js';
import type { Sent } from './sent-store.js';

/** So long WhatsApp lets people edit, and take back for everybody: https://faq.whatsapp.com/1225543431667461, /1370476507113751 */
const editableMs = msOfMinutes(15);
const withdrawableMs = msOfHours(60);

/** How WhatsApp is told what kind of change it is. */
const withdrawAttributes = { edit: '7' };

const done: AmendOutcome = { type: 'done' };

/** What was sent from a linked phone can be edited for a while, taken back, and what came can be reacted to. */
export class WhatsAppAmending implements Amending {
  readonly #context: WhatsAppContext;

  constructor(context: WhatsAppContext) {
    this.#context = context;
  }

  async edit(message: StandingMessage): Promise<AmendOutcome> {
    if (message.has_other_file) return { type: 'refused', reason: 'not_possible' };
    const texts = textsOf(message);
    const { external_ids: ids } = message;
    if (texts.length > ids.length) return { type: 'refused', reason: 'text_too_long' };
    return this.#attempt(message, async (jid) => {
      for (const [index, text] of texts.entries()) {
        const id = ids[index] ?? '';
        const sent = await findSent(this.#context, id);
        if (!sent || this.#isOlder(sent, editableMs)) return { type: 'refused', reason: 'too_late' };
        const editedMessage =
          index === 0 && isFile(message.kind) ? withCaption(sent.content, text) : textContent(text);
        if (!editedMessage) return { type: 'refused', reason: 'not_possible' };
        const came = await this.#editOne(message, jid, { id, editedMessage });
        if (came.type !== 'done') return came;
      }
      return this.#withdrawAll(message, jid, ids.slice(texts.length));
    });
  }

  async withdraw(message: StandingMessage): Promise<AmendOutcome> {
    return this.#attempt(message, (jid) => this.#withdrawAll(message, jid, message.external_ids));
  }

  async react(message: StandingMessage, emoji: string | null): Promise<AmendOutcome> {
    return this.#attempt(message, async (jid) => {
      const [id] = message.external_ids;
      if (!id) return { type: 'refused', reason: 'gone' };
      const key = { remoteJid: jid, fromMe: false, id };
      const senderTimestampMs = this.#context.tools.clock.now().getTime();
      return this.#tell(message, jid, { reactionMessage: { key, text: emoji ?? '', senderTimestampMs } });
    });
  }

  #editOne(
    message: StandingMessage,
    jid: Jid,
    { id, editedMessage }: { id: string; editedMessage: proto.IMessage },
  ): Promise<AmendOutcome> {
    const timestampMs = this.#context.tools.clock.now().getTime();
    const content = editContent(this.#context, { jid, id, editedMessage, timestampMs });
    return this.#tell(message, jid, content, editAttributes);
  }

  async #withdrawAll(message: StandingMessage, jid: Jid, ids: readonly string[]): Promise<AmendOutcome> {
    const { REVOKE: type } = this.#context.baileys.proto.Message.ProtocolMessage.Type;
    for (const id of ids) {
      const sent = await findSent(this.#context, id);
      if (sent && this.#isOlder(sent, withdrawableMs)) return { type: 'refused', reason: 'too_late' };
      const key = { remoteJid: jid, fromMe: true, id };
      const came = await this.#tell(message, jid, { protocolMessage: { key, type } }, withdrawAttributes);
      if (came.type !== 'done') return came;
    }
    return done;
  }

  /** A change goes under an id of its own each time: WhatsApp would pass over one that it knows. */
  async #tell(
    { id: message_id, external_chat_id }: StandingMessage,
    jid: Jid,
    content: proto.IMessage,
    attributes: Record<string, string> = {},
  ): Promise<AmendOutcome> {
    const id = externalMessageId(this.#context.baileys.generateMessageIDV2(this.#context.socket()?.user?.id));
    const made_of = fingerprintOf('change');
    await reserve(this.#context, { id, external_chat_id, message_id, part: null, made_of }, content);
    const came = await relay(this.#context, content, { jid, id, attributes });
    if (came.type === 'accepted') return done;
    return came.type === 'refused' ? { type: 'refused', reason: failureOf(came.code) } : came;
  }

  async #attempt(
    message: StandingMessage,
    change: (jid: Jid) => Promise<AmendOutcome>,
  ): Promise<AmendOutcome> {
    const jid = whatsAppJid(message.external_chat_id);
    if (jid === null) return { type: 'refused', reason: 'gone' };
    if (!this.#context.socket()) return { type: 'later', retry_after_ms: null };
    try {
      const { state } = await numberHealth(this.#context);
      return state === 'everything_paused' ? { type: 'later', retry_after_ms: restMs } : await change(jid);
    } catch (error) {
      const { logger } = this.#context.tools;
      logger.warn({ message_id: message.id, err: error }, 'a message could not be changed; trying again');
      return { type: 'unclear' };
    }
  }

  #isOlder({ accepted_at }: Sent, ms: number): boolean {
    return accepted_at !== null && this.#context.tools.clock.now().getTime() - accepted_at.getTime() > ms;
  }
}

/** How a message reads now, a text for each of WhatsApp's messages; of a file the words under it come first. */
function textsOf({ kind, content, buttons }: StandingMessage): string[] {
  if (!isFile(kind)) return partsOf({ kind: 'text', content, details: {}, album: [], buttons }).texts;
  const { caption, rest } = captionOf({ kind, content });
  return [caption, ...rest];
}
