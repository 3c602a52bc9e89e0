import { openStage } from '../integration/bots/stage.js';
import type { Seen, StoredMessage } from '../integration/bots/stage.js';
import { testDatabase } from '../support/database.js';
import { describeChannel } from './channel-contract.js';
import { detailsIn } from '../../src/messages/message-details.js';
import { eventually } from '../support/eventually.js';
import type { ChannelOnStage, SentKind, Stored } from './channel-contract.js';

const { database } = await testDatabase();

describeChannel('telegram', async (): Promise<ChannelOnStage> => {
  const stage = await openStage(database);
  const { telegram, anna } = stage;
  const chat = { person: anna.id, chat: 'shop_bot' };
  const first = await stage.start();
  await stage.meet();
  await first.stop();

  const fault = (given: Omit<Parameters<typeof telegram.faults.add>[0], 'botUsername' | 'method'>): void =>
    telegram.faults.add({ botUsername: 'shop_bot', method: 'sendMessage', ...given });
  const faults = {
    'wait a second': () =>
      fault({
        kind: 'error',
        error: { code: 429, description: 'Too Many Requests: retry after 1', retry_after: 1 },
      }),
    'lost before it was applied': () => fault({ kind: 'drop-before' }),
    'lost after it was applied': () => fault({ kind: 'drop-after' }),
    refused: () => fault({ kind: 'error', error: { code: 400, description: 'Bad Request: chat not found' } }),
  };
  const files = {
    image: { photo: {} },
    voice: { voice: {} },
    audio: { audio: {} },
    video: { video: {} },
    video_note: { video_note: {} },
    document: { document: {} },
    sticker: { sticker: {} },
    location: { location: { latitude: 43.2, longitude: 76.9 } },
    contact: { contact: { phone_number: '+77010000000', first_name: 'Anna' } },
    'something unknown': { raw: { story: { id: 4 } } },
  };
  const ofUser = async (): Promise<StoredMessage[]> =>
    (await stage.messages()).filter(({ role }) => role === 'user');
  /** The user sends it, and what was stored of it goes back. */
  const sayBack = async (kind: SentKind, album_id: string | null = null): Promise<void> => {
    const { message_id } = telegram.personSends({ ...chat, ...files[kind] });
    const sent = await eventually(
      async () =>
        (await ofUser()).find(({ external_message_id: id }) => id?.endsWith(`-${message_id}`)) ?? false,
    );
    const details = detailsIn(sent.entities);
    await stage.say('', { kind, media: sent.media, details, album_id, role: 'manager' });
  };
  let lastWritten = 0;
  const shown = (): Seen[] => stage.userChat().filter(({ from }) => from.is_bot);
  const kindOf = ({ media }: Seen): string => (media?.kind === 'photo' ? 'image' : (media?.kind ?? 'text'));
  return {
    repeatsSafely: false,
    start: () => stage.startToKill(),
    userWrites(text) {
      lastWritten = telegram.personSends({ ...chat, text }).message_id;
    },
    userEdits: (text) => void telegram.personEdits({ ...chat, messageId: lastWritten, text }),
    userTakesBack: null,
    ownerWrites: null,
    userSends: (kind) => void telegram.personSends({ ...chat, ...files[kind] }),
    sayBack,
    userSendsAlbum: (kinds) => {
      for (const kind of kinds) telegram.personSends({ ...chat, ...files[kind], albumId: 'trip' });
    },
    async sayAlbum(kinds) {
      for (const kind of kinds) await sayBack(kind, 'answer');
    },
    toldKinds: () => shown().map(kindOf),
    toldAlbums: () => {
      const parts = shown().filter(({ album_id }) => album_id !== null);
      const albums = [...new Set(parts.map(({ album_id }) => album_id))];
      return albums.map((album) => parts.filter(({ album_id }) => album_id === album).map(kindOf));
    },
    repeatLastUpdate: () => void telegram.repeatLastUpdate({ bot: 'shop_bot' }),
    async say(content, role = 'assistant') {
      const id = await stage.say(content, { role });
      return async () => asStored(await stage.status(id));
    },
    fault: (kind) => faults[kind](),
    told: () => stage.told(),
    stored: async () => (await ofUser()).map(asStored),
    storedSaid: async () => (await stage.messages()).filter(({ role }) => role !== 'user').map(asStored),
    close: () => stage.close(),
  };
});

function asStored({ kind, content, album_id, delivery_status, metadata, ...row }: StoredMessage): Stored {
  return {
    kind,
    content,
    album_id,
    delivery_status,
    uncertain_resends: Number(metadata['uncertain_resends'] ?? 0),
    is_edited: row.edited_at !== null,
    is_deleted: row.deleted_at !== null,
    is_from_phone: metadata['origin'] === 'phone',
  };
}
