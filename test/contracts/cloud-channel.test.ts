import { openCloudStage } from '../integration/bots/cloud-stage.js';
import type { StoredMessage } from '../integration/bots/stage.js';
import type { ShownMessage } from '../../playground/graph-api/shown.js';
import { detailsIn } from '../../src/messages/message-details.js';
import { testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { describeChannel, sentKinds } from './channel-contract.js';
import type { ChannelOnStage, SentKind, Stored } from './channel-contract.js';

const { database } = await testDatabase();

/** A video note is a video here, and several files come one by one. */
const kinds = sentKinds.filter((kind) => kind !== 'video_note');

const sent = {
  image: { image: {} },
  voice: { voice: {} },
  audio: { audio: {} },
  video: { video: {} },
  video_note: { video: {} },
  document: { document: { filename: 'menu.pdf' } },
  sticker: { sticker: {} },
  location: { location: { latitude: 43.2, longitude: 76.9 } },
  contact: { contacts: [{ name: { formatted_name: 'Anna' }, phones: [{ phone: '+77010000000' }] }] },
  'something unknown': { unsupported: 'poll' },
};

describeChannel('whatsapp_cloud', async (): Promise<ChannelOnStage> => {
  const stage = await openCloudStage(database);
  const { graph, anna, phone_number_id } = stage;
  const who = { phone_number_id, from: anna.from };
  const first = await stage.start();
  let newest = graph.customerSends({ ...anna, text: 'hello' }).id;
  await eventually(async () => (await stage.messages()).length > 0);
  await first.stop();

  const fault = (given: Omit<Parameters<typeof graph.faults.add>[0], 'operation'>): void =>
    graph.faults.add({ operation: 'sendMessage', ...given });
  const faults = {
    'wait a second': () => fault({ kind: 'error', error: { code: 130429 } }),
    'lost before it was applied': () => fault({ kind: 'drop-before' }),
    'lost after it was applied': () => fault({ kind: 'drop-after' }),
    refused: () => fault({ kind: 'error', error: { code: 131026 } }),
  };
  const customerSends = (what: object): void => void (newest = graph.customerSends({ ...anna, ...what }).id);
  const ofUser = async (): Promise<StoredMessage[]> =>
    (await stage.messages()).filter(({ role }) => role === 'user');
  /** The user sends it, and what was stored of it goes back. */
  const sayBack = async (kind: SentKind, album_id: string | null = null): Promise<void> => {
    customerSends(sent[kind]);
    const stored = await eventually(
      async () => (await ofUser()).find(({ external_message_id }) => external_message_id === newest) ?? false,
    );
    const details = detailsIn(stored.entities);
    await stage.say('', { kind, media: stored.media, details, album_id, role: 'manager' });
  };
  const shown = (): ShownMessage[] => stage.phone().filter(({ from }) => from === 'business');
  return {
    kinds,
    hasAlbums: false,
    repeatsSafely: false,
    start: () => stage.start(),
    userWrites: (text) => customerSends({ text }),
    userSends: (kind) => customerSends(sent[kind]),
    userEdits: (text) => void graph.customerEdits({ ...who, message_id: newest, text }),
    userTakesBack: () => void graph.customerDeletes({ ...who, message_id: newest }),
    ownerWrites: (text) => void graph.ownerWrites({ phone_number_id, to: anna.from, text }),
    sayBack,
    userSendsAlbum: (parts) => parts.forEach((kind) => customerSends(sent[kind])),
    async sayAlbum(parts) {
      for (const kind of parts) await sayBack(kind, 'answer');
    },
    toldKinds: () => shown().map(kindOf),
    toldAlbums: () => [],
    repeatLastUpdate: () => graph.repeatLastWebhook(phone_number_id),
    async say(content, role = 'assistant') {
      const id = await stage.say(content, { role });
      return async () => asStored(await stage.status(id));
    },
    fault: (kind) => faults[kind](),
    told: () => shown().map(({ text }) => text),
    stored: async () => (await ofUser()).map(asStored),
    storedSaid: async () => (await stage.messages()).filter(({ role }) => role !== 'user').map(asStored),
    async close() {
      expect(graph.journal.list({ operation: 'sendMessage', code: 100 })).toEqual([]);
      await stage.close();
    },
  };
});

/** A voice note that goes out is an audio: WhatsApp shows one as the other by what is in the file. */
function kindOf({ type, file }: ShownMessage): string {
  if (type === 'contacts') return 'contact';
  return type === 'audio' && file?.mime_type.startsWith('audio/ogg') ? 'voice' : type;
}

function asStored(message: StoredMessage): Stored {
  const { kind, content, album_id, delivery_status, metadata, edited_at, deleted_at } = message;
  return {
    ...{ kind, content, album_id, delivery_status },
    uncertain_resends: Number(metadata['uncertain_resends'] ?? 0),
    is_edited: edited_at !== null,
    is_deleted: deleted_at !== null,
    is_from_phone: metadata['origin'] === 'phone',
  };
}
