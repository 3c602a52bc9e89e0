import type { WASocket } from '@whiskeysockets/baileys';
import type { ClientId, IntegrationId } from '../../src/shared/ids.js';
import type { Tools } from '../../src/use-case.js';
import type { MediaStore } from '../media/media-store.js';
import type { LocalHost } from './media-source.js';

/** The library, loaded only by a process that has a phone to serve: it is heavy. */
export type BaileysLibrary = typeof import('@whiskeysockets/baileys');

/** What the messages of one linked phone need to know of its connection. */
export type WhatsAppContext = {
  tools: Tools;
  baileys: BaileysLibrary;
  media: MediaStore;
  integration: { client_id: ClientId; id: IntegrationId };
  /** The key of the connection's lease, under which it sets events aside. */
  sender_key: string;
  /** null while the phone is not connected. */
  socket: () => WASocket | null;
  /** How many people may be written to first in a day. */
  first_contacts_per_day: number;
  /** Where files are put in place of WhatsApp's hosts, for trying out and for tests. */
  local_files?: LocalHost | null;
};
