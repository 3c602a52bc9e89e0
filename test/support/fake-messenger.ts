import type { Channel, OutgoingMessage, SendOutcome } from '../../src/integrations/channel.js';
import type { InboundMessage } from '../../src/messages/inbound-message.js';
import { isFile } from '../../src/messages/message-kinds.js';
import type { MessageKind } from '../../src/messages/message-kinds.js';
import type { IntegrationId } from '../../src/shared/ids.js';

/** Something that stands in the one chat of a fake messenger. */
export type Standing = {
  id: string;
  by: 'user' | 'business' | 'owner';
  kind: MessageKind;
  text: string;
  album: string | null;
  sent_at: Date;
};

/** What a fake messenger tells the connection of; told again until it is confirmed. */
export type FakeEvent =
  | { type: 'message' | 'edit'; message: InboundMessage; at: Date }
  | { type: 'deletion'; external_message_id: string; at: Date }
  /** Written in the chat by the business: by us, or by the owner on the phone. */
  | { type: 'from_business'; message: InboundMessage };

export type FakeFault =
  | 'wait a second'
  | 'lost before it was applied'
  | 'lost after it was applied'
  | 'refused';

/** The user of the chat, as the messenger names them. */
export const fakeUser = { kind: 'telegram_id', value: 'fake-user' } as const;
/** So much it takes as one message. */
const longest = 1_000;

/**
 * A messenger in memory with one user's chat: deterministic, nothing of it takes time. It can be one that takes ids of
 * ours (what is sent again shows up once, and what the business sends is told of, as by a linked phone), or one that
 * gives its own.
 */
export class FakeMessenger {
  readonly takesOurIds: boolean;
  /** Oldest first. */
  readonly chat: Standing[] = [];
  readonly #events: FakeEvent[] = [];
  readonly #faults: FakeFault[] = [];
  readonly #now: () => Date;
  #lastId = 0;
  #last: FakeEvent | null = null;
  #ring: () => void = () => undefined;

  constructor({ takesOurIds, now }: { takesOurIds: boolean; now: () => Date }) {
    this.takesOurIds = takesOurIds;
    this.#now = now;
  }

  userSends(
    kind: MessageKind,
    { text = '', album = null }: { text?: string; album?: string | null } = {},
  ): void {
    const standing = this.#put({ by: 'user', kind, text, album });
    this.#tell({ type: 'message', message: this.#asInbound(standing), at: standing.sent_at });
  }

  userEdits(text: string): void {
    const standing = this.#lastOf('user');
    standing.text = text;
    this.#tell({ type: 'edit', message: this.#asInbound(standing), at: this.#now() });
  }

  userTakesBack(): void {
    const { id } = this.#lastOf('user');
    this.chat.splice(this.chat.indexOf(this.#lastOf('user')), 1);
    this.#tell({ type: 'deletion', external_message_id: id, at: this.#now() });
  }

  ownerWrites(text: string): void {
    this.#tellOfBusiness(this.#put({ by: 'owner', kind: 'text', text, album: null }));
  }

  /** The newest thing that was told of is told of again. */
  repeatLast(): void {
    if (this.#last) this.#tell(this.#last);
  }

  /** The next message to the user goes wrong in this way. */
  fail(fault: FakeFault): void {
    this.#faults.push(fault);
  }

  nextFault(): FakeFault | undefined {
    return this.#faults.shift();
  }

  /** Puts something of the business's into the chat. @param ownId names it, where the messenger takes ids of ours */
  receive(sent: Pick<Standing, 'kind' | 'text' | 'album'>, ownId: string): Standing {
    const known = this.takesOurIds ? this.chat.find(({ id }) => id === ownId) : undefined;
    if (known) return known;
    const standing = this.#put({ by: 'business', ...sent }, this.takesOurIds ? ownId : undefined);
    if (this.takesOurIds) this.#tellOfBusiness(standing);
    return standing;
  }

  /** What comes next, without confirming it; waits for it, and gives undefined once the signal fires. */
  async next(signal: AbortSignal): Promise<FakeEvent | undefined> {
    while (this.#events.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const go = (): void => {
          signal.removeEventListener('abort', go);
          resolve();
        };
        this.#ring = go;
        signal.addEventListener('abort', go);
      });
    }
    return signal.aborted ? undefined : this.#events[0];
  }

  confirm(event: FakeEvent): void {
    if (this.#events[0] === event) this.#events.shift();
  }

  #put(standing: Omit<Standing, 'id' | 'sent_at'>, id = `its-${(this.#lastId += 1)}`): Standing {
    const put = { ...standing, id, sent_at: this.#now() };
    this.chat.push(put);
    return put;
  }

  #tellOfBusiness(standing: Standing): void {
    this.#tell({ type: 'from_business', message: this.#asInbound(standing) });
  }

  #tell(event: FakeEvent): void {
    this.#last = event;
    this.#events.push(event);
    this.#ring();
  }

  #lastOf(by: Standing['by']): Standing {
    const found = this.chat.findLast((standing) => standing.by === by);
    if (!found) throw new Error(`The ${by} has written nothing yet`);
    return found;
  }

  #asInbound({ id, by, kind, text, album, sent_at }: Standing): InboundMessage {
    const details = {
      ...(kind === 'location' && { location: { latitude: 43.2, longitude: 76.9 } }),
      ...(kind === 'contact' && { contact: { phone_number: '+77010000000', first_name: 'Anna' } }),
    };
    return {
      ...{ external_chat_id: 'chat', external_message_id: id, sent_at, kind, text, album_id: album, details },
      from: {
        identities: [fakeUser],
        name: by === 'user' ? 'Anna' : null,
        username: null,
        phone: null,
        language_code: null,
      },
      media: isFile(kind) ? { channel: 'fake', file_id: id } : null,
      command: null,
      forwarded_from: null,
      reply_to_external_id: null,
      unsupported_kind: kind === 'unsupported' ? 'hologram' : null,
    };
  }
}

/** A fake messenger as a channel. */
export class FakeChannel implements Channel {
  readonly integration_id: IntegrationId;
  readonly repeats_safely: boolean;
  readonly #messenger: FakeMessenger;

  constructor(integration_id: IntegrationId, messenger: FakeMessenger) {
    this.integration_id = integration_id;
    this.repeats_safely = messenger.takesOurIds;
    this.#messenger = messenger;
  }

  async sendPart(message: OutgoingMessage, part: number): Promise<SendOutcome> {
    const pieces = message.content.match(new RegExp(`.{1,${longest}}`, 'gs')) ?? [''];
    const text = pieces[part];
    if (text === undefined) return { type: 'complete' };
    const fault = this.#messenger.nextFault();
    if (fault === 'wait a second') return { type: 'later', retry_after_ms: 1_000 };
    if (fault === 'refused') return { type: 'refused', reason: 'chat_not_found' };
    if (fault === 'lost before it was applied') return { type: 'unclear' };
    const album = message.album.length > 0 ? message.id : null;
    const kind = part === 0 ? message.kind : 'text';
    const sent = this.#messenger.receive({ kind, text, album }, ownIdOf(message.id, part));
    const others = message.album.map(({ id, kind: other, content }) =>
      this.#messenger.receive({ kind: other, text: content, album }, ownIdOf(id, 0)),
    );
    if (fault === 'lost after it was applied') return { type: 'unclear' };
    return {
      type: 'sent',
      external_message_id: sent.id,
      sent_at: sent.sent_at,
      parts: pieces.length,
      ...(others.length > 0 && { album: others.map(({ id }) => ({ external_message_id: id })) }),
    };
  }
}

/** An id of ours, that tells what we sent from what the owner wrote. */
function ownIdOf(message_id: string, part: number): string {
  return `ours-${message_id}-${part}`;
}

/** Whether we gave this id ourselves. */
export function isOurs(external_message_id: string): boolean {
  return external_message_id.startsWith('ours-');
}
