import type { proto } from '@whiskeysockets/baileys';
import { openLinkedStage } from '../integration/bots/linked-stage.js';
import type { HeardMessage } from '../../playground/whatsapp/people/heard.js';
import type { StoredMessage } from '../integration/bots/stage.js';
import { detailsIn } from '../../src/messages/message-details.js';
import { testDatabase } from '../support/database.js';
import { describeChannel } from './channel-contract.js';
import type { ChannelOnStage, SentKind, Stored } from './channel-contract.js';

const { database } = await testDatabase();

/** A kind that has no name with us. */
const payment: proto.IMessage = { sendPaymentMessage: { requestMessageKey: { id: 'X' } } };

/** Linking a phone takes a while, and so does connecting it, and a customer's: it is done once. */
const opening = openLinkedStage(database);

type Serving = Awaited<ReturnType<Awaited<typeof opening>['start']>>;

/** The process that serves the phone, from test to test, until one of them ends it. */
let serving: Promise<Serving> | null = null;

async function serve(): Promise<Pick<Serving, 'stop' | 'kill'>> {
  const { stop, kill } = await (serving ??= opening.then((stage) => stage.start()));
  const ending = (end: () => Promise<void>) => async () => {
    serving = null;
    await end();
  };
  return { stop: ending(stop), kill: ending(kill) };
}

describe('WhatsApp', () => {
  // On a busy machine linking takes its time.
  beforeAll(async () => void (await opening), 90_000);
  afterAll(async () => (await opening).close());
  describeChannel('of a linked phone', openWithCustomer);
});

async function openWithCustomer(): Promise<ChannelOnStage> {
  const stage = await opening;
  const { whatsapp, phone, anna } = stage;
  await serve();
  let newest = await anna.writes('hello');
  await stage.stored(newest);
  // What earlier tests have said stands in the chat.
  const shownBefore = stage.shown(anna).length;
  const storedBefore = (await stage.messages(anna)).length - 1;
  const shown = (): HeardMessage[] => stage.shown(anna).slice(shownBefore);
  const messages = async (): Promise<StoredMessage[]> => (await stage.messages(anna)).slice(storedBefore);
  // One after the other, as a person writes.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<string | void>, isNew = false): Promise<void> =>
    (last = last.then(async () => {
      const id = await work();
      if (isNew && id) newest = id;
    }));

  const fault = (given: { does: 'drop-before' | 'drop-after' } | { does: 'refuse'; code: number }): void =>
    whatsapp.faults.add({ ...given, phone: phone.phone });
  const faults = {
    'wait a second': () => fault({ does: 'refuse', code: 429 }),
    'lost before it was applied': () => fault({ does: 'drop-before' }),
    'lost after it was applied': () => fault({ does: 'drop-after' }),
    refused: () => fault({ does: 'refuse', code: 400 }),
  };
  const sends = (kind: SentKind | 'something unknown'): Promise<void> =>
    inTurn(() => (kind === 'something unknown' ? anna.sendsRaw(payment) : anna.sends(kind)), true);
  /** The user sends it, and what was stored of it goes back. */
  const sayBack = async (kind: SentKind, album_id: string | null = null): Promise<void> => {
    await sends(kind);
    const { media, entities } = await stage.stored(newest);
    const more = { kind, media, details: detailsIn(entities), album_id, role: 'manager' as const };
    await stage.say('', more, anna);
  };
  const ofUser = async (): Promise<StoredMessage[]> =>
    (await messages()).filter(({ role }) => role === 'user');
  return {
    // Albums are of pictures and films alone.
    hasAlbums: false,
    repeatsSafely: true,
    start: serve,
    userWrites: (text) => void inTurn(() => anna.writes(text), true),
    userSends: (kind) => void sends(kind),
    userEdits: (text) => void inTurn(() => anna.edits(newest, text)),
    userTakesBack: () => void inTurn(() => anna.deletes(newest)),
    ownerWrites: (text) => void inTurn(() => phone.writes(anna.phone, text)),
    repeatLastUpdate: () => void inTurn(() => anna.repeats(newest)),
    async say(content, role = 'assistant') {
      const id = await stage.say(content, { role }, anna);
      return async () => asStored(await stage.status(id));
    },
    sayBack,
    userSendsAlbum: (kinds) => kinds.forEach((kind) => void sends(kind)),
    async sayAlbum(kinds) {
      for (const kind of kinds) await sayBack(kind, 'answer');
    },
    fault: (kind) => faults[kind](),
    told: () => shown().map(({ text }) => text ?? ''),
    toldKinds: () => shown().map(({ kind }) => kind),
    toldAlbums: () => [],
    stored: async () => (await ofUser()).map(asStored),
    storedSaid: async () => (await messages()).filter(({ role }) => role !== 'user').map(asStored),
    close: async () => {
      whatsapp.faults.clear();
      // Nothing of this test reaches into the next one.
      await last;
    },
  };
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
