import type { Channel, OutgoingMessage, SendOutcome } from '../../src/integrations/channel.js';
import { cloudSettings } from '../../src/integrations/cloud-settings.js';
import type { CloudTemplate } from '../../src/integrations/cloud-settings.js';
import { lastWritten, openUntil } from '../../src/messages/writing-window.js';
import { sql } from '../../src/shared/database.js';
import type { ClientId, IntegrationId, UserId } from '../../src/shared/ids.js';
import type { Tools } from '../../src/use-case.js';
import { FileRefused } from '../media/file-refused.js';
import type { ConnectionState } from './connection-state.js';
import type { GraphApi } from './graph-api.js';
import { externalMessageId, recipientOf, whatsAppMessageId } from './ids.js';
import { choiceBody, detailsBody, partsOf, templateBody, templateVariable } from './message-parts.js';
import type { Part } from './message-parts.js';
import { cloudProblem, outcomeOf, problemInWords } from './problem.js';
import type { CloudProblem } from './problem.js';
import type { Throttle } from './throttle.js';
import type { Uploaded, Uploads } from './uploads.js';

type ChannelOptions = {
  integration_id: IntegrationId;
  tools: Pick<Tools, 'db' | 'clock' | 'logger'>;
  graph: GraphApi;
  uploads: Uploads;
  throttle: Throttle;
  state: ConnectionState;
  signal: AbortSignal;
};

/** What is sent, and what there is to be said of it when it is. */
type Envelope = { body: object; parts: number; file?: Uploaded; as_template?: string };
type Refused = Exclude<SendOutcome, { type: 'sent' }>;

/**
 * One number of the official API as a channel. Within 24 hours of a user's last message everything goes out as it is;
 * later a manager's words go as the client's template, and nothing else does.
 */
export class CloudChannel implements Channel {
  readonly integration_id: IntegrationId;
  readonly reports_delivery = true;
  readonly #options: ChannelOptions;

  constructor(options: ChannelOptions) {
    this.integration_id = options.integration_id;
    this.#options = options;
  }

  async sendPart(message: OutgoingMessage, part: number): Promise<SendOutcome> {
    const recipient = recipientOf(message.external_chat_id);
    if (!recipient) return { type: 'refused', reason: 'chat_not_found' };
    const envelope = await this.#envelope(message, part);
    if ('type' in envelope) return envelope;
    const outcome = await this.#send(recipient, message, { part, envelope });
    // By our clock the window was open, by Meta's it was not.
    if (outcome.type !== 'refused' || outcome.reason !== 'window_closed' || part > 0) return outcome;
    // Without the database the template is not known now; nothing was applied.
    const later = { type: 'later', retry_after_ms: null } as const;
    const framed = await this.#inTemplate(message).catch(() => later);
    return 'type' in framed ? framed : this.#send(recipient, message, { part, envelope: framed });
  }

  /** What one part goes out as. Nothing of it sends anything, so whatever goes wrong here is surely not applied. */
  async #envelope(message: OutgoingMessage, part: number): Promise<Envelope | Refused> {
    const { uploads } = this.#options;
    const parts = partsOf(message);
    const wanted = parts[part];
    if (!wanted) return { type: 'complete' };
    try {
      if (part === 0 && !(await this.#isOpenFor(message))) return await this.#inTemplate(message);
      if (wanted.type !== 'file') return { body: bodyOf(wanted, message), parts: parts.length };
      const [owner, ...album] = [message, ...message.album];
      const file = await uploads.fileFor(message.client_id, album[wanted.file - 1] ?? owner);
      return { body: fileBody(file, wanted.caption), parts: parts.length, file };
    } catch (error) {
      if (error instanceof FileRefused) return { type: 'refused', reason: error.reason };
      const problem = this.#noted(message, error, 'a message could not be made ready; trying again');
      if (problem.type === 'stopped') return { type: 'disconnected' };
      // Without a network the file is not to blame, however long it takes.
      const otherwise = problem.type === 'unclear' || problem.type === 'refused' ? 'file_gone' : undefined;
      return {
        type: 'later',
        retry_after_ms: null,
        ...(otherwise && wanted.type === 'file' && { otherwise }),
      };
    }
  }

  async #isOpenFor({ id, client_id, integration_id }: OutgoingMessage): Promise<boolean> {
    const { db, clock } = this.#options.tools;
    const { user_id } = await db.one<{ user_id: UserId }>(sql`
      SELECT user_id FROM messages WHERE client_id = ${client_id} AND id = ${id}`);
    const last = await lastWritten(db, { client_id, integration_id, user_id });
    return openUntil(last, clock.now()) !== null;
  }

  /** Only what a manager writes is worth a template, which the client pays for. */
  async #inTemplate({ client_id, role, kind, content }: OutgoingMessage): Promise<Envelope | Refused> {
    const template = role === 'manager' && (await this.#template(client_id));
    if (!template) return { type: 'refused', reason: 'window_closed' };
    if (kind !== 'text') return { type: 'refused', reason: 'window_text_only' };
    const words = templateVariable(content);
    if (words === null) return { type: 'refused', reason: 'template_too_long' };
    return { body: templateBody(template, words), parts: 1, as_template: template.name };
  }

  /** As it is chosen now: who has just chosen one in the panel counts on it. */
  async #template(client_id: ClientId): Promise<CloudTemplate | undefined> {
    const { settings } = await this.#options.tools.db.one<{ settings: unknown }>(sql`
      SELECT settings FROM integrations WHERE client_id = ${client_id} AND id = ${this.integration_id}`);
    return cloudSettings.safeParse(settings).data?.template;
  }

  async #send(
    recipient: object,
    message: OutgoingMessage,
    { part, envelope }: { part: number; envelope: Envelope },
  ): Promise<SendOutcome> {
    const { graph, throttle, state, tools, uploads, signal } = this.#options;
    const { body, parts, file, as_template } = envelope;
    const context = part === 0 && !as_template ? replyingTo(message.reply_to_external_id) : {};
    await throttle.turn(signal);
    try {
      const id = await graph.send({ recipient_type: 'individual', ...recipient, ...context, ...body });
      state.note(null);
      if (id === null) return { type: 'unclear' };
      return {
        type: 'sent',
        external_message_id: externalMessageId(id),
        sent_at: tools.clock.now(),
        parts,
        ...(file && file.media_file && { media_file: file.media_file }),
        ...(as_template && { as_template }),
      };
    } catch (error) {
      const problem = this.#noted(message, error, 'a message was not sent');
      if (problem.type === 'refused' && file?.is_reused) {
        uploads.forget(file);
        return { type: 'later', retry_after_ms: 0 };
      }
      return problem.type === 'not_now'
        ? { type: 'later', retry_after_ms: null, otherwise: 'unknown' }
        : outcomeOf(problem);
    }
  }

  #noted({ id: message_id }: OutgoingMessage, error: unknown, words: string): CloudProblem {
    const { state, tools } = this.#options;
    const problem = cloudProblem(error);
    state.note(problem);
    tools.logger.warn({ message_id, problem: problemInWords(problem) }, words);
    return problem;
  }
}

function bodyOf(part: Exclude<Part, { type: 'file' }>, { details }: OutgoingMessage): object {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: { body: part.body } };
    case 'choice':
      return choiceBody(part.body, part.buttons);
    case 'details':
      return detailsBody(details);
  }
}

function fileBody({ field, media_id, file_name }: Uploaded, caption: string | null): object {
  const named = field === 'document' ? { filename: file_name } : {};
  const captioned = caption !== null && field !== 'audio' && field !== 'sticker' ? { caption } : {};
  return { type: field, [field]: { id: media_id, ...captioned, ...named } };
}

function replyingTo(external_id: string | null): { context?: { message_id: string } } {
  return external_id === null ? {} : { context: { message_id: whatsAppMessageId(external_id) } };
}
