import type { WAMessageKey, WASocket, proto } from '@whiskeysockets/baileys';
import type { Sender } from '../../src/messages/deliver-message.js';
import type { WhatsAppContext } from './context.js';

/** What a connection does with messages. */
export type PhoneMessages = {
  /** @returns stops listening, and waits until all that came is stored */
  listen: (context: WhatsAppContext, socket: WASocket) => () => Promise<void>;
  sending: (context: WhatsAppContext) => Pick<Sender, 'channel' | 'amending' | 'attending'>;
  /** What was sent under an id. */
  getMessage: (context: WhatsAppContext) => (key: WAMessageKey) => Promise<proto.IMessage | undefined>;
  /** Handles once more what was set aside. */
  replay: (context: WhatsAppContext, signal: AbortSignal) => Promise<void>;
};
