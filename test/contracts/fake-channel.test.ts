import { ownerWrote } from '../../src/handovers/owner-wrote.js';
import { startDeliveryLoop } from '../../src/messages/delivery-loop.js';
import type { DeliveryLoop } from '../../src/messages/delivery-loop.js';
import { editMessage } from '../../src/messages/edit-message.js';
import { detailsIn } from '../../src/messages/message-details.js';
import { queueMessage } from '../../src/messages/queue-message.js';
import type { OutboundMessage } from '../../src/messages/queue-message.js';
import { receiveMessage } from '../../src/messages/receive-message.js';
import { userDeleted } from '../../src/messages/user-deleted.js';
import { systemClock } from '../../src/shared/clock.js';
import { sql } from '../../src/shared/database.js';
import type { Database } from '../../src/shared/database.js';
import type { ConversationId, MessageId } from '../../src/shared/ids.js';
import { acquireLeases } from '../../src/shared/leases.js';
import type { Tools } from '../../src/use-case.js';
import { testDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { FakeChannel, FakeMessenger, isOurs } from '../support/fake-messenger.js';
import type { FakeEvent } from '../support/fake-messenger.js';
import { mortalDatabase } from '../support/mortal-database.js';
import { openShop } from '../support/shop.js';
import { describeChannel } from './channel-contract.js';
import type { ChannelOnStage, SentKind, Stored } from './channel-contract.js';

const { database } = await testDatabase();

describeChannel('of a fake messenger that takes ids of ours', () => openFakeStage(true));
describeChannel('of a fake messenger that gives ids of its own', () => openFakeStage(false));

type Row = Stored & { id: MessageId; role: string; media: OutboundMessage['media']; details: unknown };

async function openFakeStage(takesOurIds: boolean): Promise<ChannelOnStage> {
  const shop = await openShop(database, systemClock);
  const messenger = new FakeMessenger({ takesOurIds, now: () => systemClock.now() });
  const { client_id, integration_id } = shop;
  const loops = new Set<DeliveryLoop>();
  const running = new Set<{ stop(): Promise<void> }>();
  const tools: Tools = {
    ...shop.tools,
    bell: { ...shop.tools.bell, delivery: () => [...loops].forEach((loop) => loop.wake()) },
  };

  async function take(db: Database, event: FakeEvent): Promise<void> {
    const [own, place] = [
      { ...tools, db },
      { client_id, integration_id },
    ];
    if (event.type === 'message') await receiveMessage(own, { ...place, message: event.message });
    else if (event.type === 'edit') {
      const edit = { message: event.message, edited_at: event.at };
      await editMessage(own, { ...place, edit });
    } else if (event.type === 'deletion') {
      const { external_message_id, at: deleted_at } = event;
      await userDeleted(own, { ...place, external_chat_id: 'chat', external_message_id, deleted_at });
    } else if (!isOurs(event.message.external_message_id)) {
      await ownerWrote(own, { ...place, message: event.message });
    }
  }

  /** One process with the connection: what comes in, in order, each confirmed once it is stored; and what goes out. */
  async function start(): ReturnType<ChannelOnStage['start']> {
    const mortal = mortalDatabase(database);
    const stopping = new AbortController();
    const asked = { keys: [`fake:${client_id}`], holder: 'fake', bellQueue: 'fake', ttlSeconds: 60 };
    const [lease] = await acquireLeases(database, asked);
    if (!lease) throw new Error('somebody else has the connection');
    const channel = new FakeChannel(integration_id, messenger);
    const loop = startDeliveryLoop({
      tools: { ...tools, db: mortal.db },
      sender: { client_id, integration_id, channel, lease },
      isOurs: () => !stopping.signal.aborted,
    });
    // Who polls asks once a second what may go out.
    const net = setInterval(() => loop.wake(), 100);
    loops.add(loop);
    const receiving = (async () => {
      for (;;) {
        const event = await messenger.next(stopping.signal);
        if (event === undefined) return;
        await take(mortal.db, event);
        messenger.confirm(event);
      }
    })();
    const end = (): Promise<unknown> => {
      clearInterval(net);
      stopping.abort();
      loops.delete(loop);
      running.delete(process);
      return Promise.all([loop.stop(), receiving]);
    };
    const process = {
      stop: async () => void (await end()),
      async kill() {
        mortal.die();
        void end();
      },
    };
    running.add(process);
    return process;
  }

  const rows = (): Promise<Row[]> =>
    database.query<Row>(sql`
      SELECT id, role, kind, content, album_id, delivery_status, media, entities AS details,
        coalesce((metadata->>'uncertain_resends')::int, 0) AS uncertain_resends, edited_at IS NOT NULL AS is_edited,
        deleted_at IS NOT NULL AS is_deleted, coalesce(metadata->>'origin' = 'phone', false) AS is_from_phone
      FROM messages WHERE client_id = ${client_id} ORDER BY seq`);
  const ofUser = async (): Promise<Row[]> => (await rows()).filter(({ role }) => role === 'user');
  async function say(content: string, more: Partial<OutboundMessage> = {}): Promise<MessageId> {
    const { id: conversation_id } = await database.one<{ id: ConversationId }>(
      sql`SELECT id FROM conversations WHERE client_id = ${client_id}`,
    );
    const message: OutboundMessage = { client_id, conversation_id, role: 'assistant', content, ...more };
    const { id } = await queueMessage(database, message, systemClock.now());
    tools.bell.delivery({ client_id, integration_id });
    return id;
  }
  async function sayBack(kind: SentKind, album_id: string | null = null): Promise<void> {
    const before = (await ofUser()).length;
    messenger.userSends(kind);
    const sent = await eventually(async () => (await ofUser())[before] ?? false);
    const details = detailsIn(sent.details);
    await say('', { kind, media: sent.media ?? null, details, album_id, role: 'manager' });
  }

  const first = await start();
  messenger.userSends('text', { text: 'hello' });
  await eventually(async () => (await ofUser()).length === 1);
  await first.stop();
  const shown = () => messenger.chat.filter(({ by }) => by === 'business');
  return {
    repeatsSafely: takesOurIds,
    start,
    userWrites: (text) => messenger.userSends('text', { text }),
    userSends: (kind) => messenger.userSends(kind === 'something unknown' ? 'unsupported' : kind),
    userEdits: (text) => messenger.userEdits(text),
    userTakesBack: () => messenger.userTakesBack(),
    ownerWrites: takesOurIds ? (text) => messenger.ownerWrites(text) : null,
    repeatLastUpdate: () => messenger.repeatLast(),
    async say(content, role = 'assistant') {
      const id = await say(content, { role });
      return async () => {
        const found = (await rows()).find((row) => row.id === id);
        if (!found) throw new Error(`No message ${id}`);
        return found;
      };
    },
    sayBack,
    userSendsAlbum: (kinds) => kinds.forEach((kind) => messenger.userSends(kind, { album: 'trip' })),
    async sayAlbum(kinds) {
      for (const kind of kinds) await sayBack(kind, 'answer');
    },
    fault: (kind) => messenger.fail(kind),
    told: () => shown().map(({ text }) => text),
    toldKinds: () => shown().map(({ kind }) => kind),
    toldAlbums() {
      const albums = [...new Set(shown().flatMap(({ album }) => album ?? []))];
      return albums.map((name) =>
        shown()
          .filter(({ album }) => album === name)
          .map(({ kind }) => kind),
      );
    },
    stored: ofUser,
    storedSaid: async () => (await rows()).filter(({ role }) => role !== 'user'),
    async close() {
      await Promise.all([...running].map((process) => process.stop()));
      await database.query(sql`DELETE FROM clients WHERE id = ${client_id}`);
    },
  };
}
