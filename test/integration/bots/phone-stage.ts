import type { WAMessage, WASocket } from '@whiskeysockets/baileys';
import { MediaStore } from '../../../bots/media/media-store.js';
import type { PhoneMessages } from '../../../bots/whatsapp/phone-messages.js';
import { WhatsAppMessenger } from '../../../bots/whatsapp/whatsapp-messenger.js';
import type { WhatsAppConnection } from '../../../bots/whatsapp/connection.js';
import type { LocalHost } from '../../../bots/whatsapp/media-source.js';
import { createLocalWhatsApp } from '../../../playground/whatsapp/local-whatsapp.js';
import { sealCredentials } from '../../../src/integrations/credentials.js';
import { askForLink, readLink } from '../../../src/integrations/whatsapp-link.js';
import { loadLink } from '../../../src/integrations/whatsapp-link-row.js';
import type { LinkMethod, LinkRow, LinkState } from '../../../src/integrations/whatsapp-link-row.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import { newId } from '../../../src/shared/ids.js';
import type { ClientId, IntegrationId } from '../../../src/shared/ids.js';
import type { Bell } from '../../../src/jobs/bell.js';
import { createLeaseKeeper } from '../../../src/shared/lease-keeper.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { createSealedBox, newSealingKey, parseSealingKeys } from '../../../src/shared/sealed-box.js';
import { eventually } from '../../support/eventually.js';
import { letGoOfLongTimers } from '../../support/let-go-of-timers.js';
import { quietBell } from '../../support/shop.js';

letGoOfLongTimers();

/** A local WhatsApp with a shop's phone and a customer, and the client with a connection for a phone that is not linked yet. */
export type PhoneStage = Awaited<ReturnType<typeof openPhoneStage>>;

/** Linking makes hundreds of keys: on a busy machine it takes its time. */
const patient = { withinMs: 45_000 };

let stages = 0;

export async function openPhoneStage(db: Database) {
  const whatsapp = await createLocalWhatsApp();
  const { socketUrl } = await whatsapp.listen();
  const phone = await whatsapp.createPhone({ name: 'Shop' });
  const anna = await whatsapp.createCustomer({ name: 'Anna' });
  const keys = newSealingKey('k1');
  const box = createSealedBox(parseSealingKeys(keys));
  const client_id = newId<ClientId>();
  await addClient(db, client_id);
  const running: { stop: () => Promise<void> }[] = [];
  const integration_id = await addPhone('main-number');

  async function addPhone(name: string): Promise<IntegrationId> {
    const id = newId<IntegrationId>();
    const sealed = sealCredentials(box, { client_id, id, platform_id: 'whatsapp' }, {});
    await db.query(sql`
      INSERT INTO integrations (id, client_id, platform_id, name, credentials_encrypted, encryption_key_id, credentials_hash)
      VALUES (${id}, ${client_id}, 'whatsapp', ${name}, ${Buffer.from(sealed.credentials_encrypted)},
        ${sealed.encryption_key_id}, ${sealed.credentials_hash})`);
    return id;
  }

  const stage = {
    ...{ whatsapp, phone, anna, box, keys, client_id, integration_id, addPhone },
    /** Runs a process that serves phones. */
    start(name: string, { over = db, leaseSeconds = 15, ...more }: ProcessOptions = {}) {
      const process = startProcess({ db: over, box, name, socketUrl, leaseSeconds, ...more });
      running.push(process);
      return process;
    },
    ask(method: LinkMethod, more: { phone?: string; integration_id?: IntegrationId } = {}) {
      return askForLink(db, { client_id, integration_id, method, now: systemClock.now(), ...more });
    },
    async row(id = integration_id): Promise<LinkRow> {
      const row = await loadLink(db, { client_id, id });
      if (!row) throw new Error('The connection is gone.');
      return row;
    },
    async reaches(state: LinkState, id = integration_id): Promise<LinkRow> {
      return eventually(async () => {
        const row = await stage.row(id);
        expect(row.state).toBe(state);
        return row;
      }, patient);
    },
    shown(id = integration_id) {
      return readLink(db, box, { client_id, integration_id: id, language: 'en', now: systemClock.now() });
    },
    /** Asks for a QR code and reads it with the phone. */
    async linkByQr(): Promise<void> {
      await stage.ask('qr');
      phone.scan(await eventually(async () => (await stage.shown()).qr ?? false));
      await stage.reaches('connected');
    },
    alarms() {
      return db.query<{ kind: string; over: boolean }>(sql`
        SELECT kind, cleared_at IS NOT NULL AS over FROM alarms WHERE client_id = ${client_id} ORDER BY raised_at`);
    },
    integration() {
      return db.one<{ status: string; status_message: string | null }>(
        sql`SELECT status, status_message FROM integrations WHERE client_id = ${client_id} AND id = ${integration_id}`,
      );
    },
    async close(): Promise<void> {
      for (const process of running) await process.stop();
      await whatsapp.close();
      // Each local WhatsApp gives the same numbers, and a number is linked once in an installation.
      await db.query(sql`DELETE FROM clients WHERE id = ${client_id}`);
    },
  };
  return stage;
}

type ProcessOptions = {
  over?: Database;
  leaseSeconds?: number;
  lastingMs?: number;
  /** Left out: messages are heard, and nothing is done with them. */
  messages?: PhoneMessages;
  /** Where files of conversations are kept; left out: there are none. */
  mediaDir?: string;
  /** Where files of WhatsApp lie. */
  files?: LocalHost;
  bell?: Bell;
};

/** One process of bots, with phones alone and no more than the plainest of messages. */
function startProcess(
  options: ProcessOptions & {
    db: Database;
    box: ReturnType<typeof createSealedBox>;
    name: string;
    socketUrl: string;
    leaseSeconds: number;
  },
) {
  const { db, box, name, socketUrl, leaseSeconds, lastingMs, mediaDir, bell = quietBell() } = options;
  const heard: WAMessage[] = [];
  const sockets: WASocket[] = [];
  const tools = {
    db,
    clock: systemClock,
    bell,
    logger: silentLogger,
  };
  const messenger = new WhatsAppMessenger({
    ...{ tools, sealedBox: box, messages: options.messages ?? plainMessages(heard, sockets) },
    whatsappUrlFor: () => socketUrl,
    whatsappFiles: () => options.files ?? null,
    ...(lastingMs === undefined ? {} : { whatsappLastingMs: lastingMs }),
  });
  messenger.useMedia(
    mediaDir === undefined
      ? new MediaStore('/nowhere', {})
      : new MediaStore(mediaDir, { whatsapp: messenger.files() }),
  );
  const connections = new Map<string, WhatsAppConnection>();
  const keeper = createLeaseKeeper({
    ...{
      db,
      holder: name,
      bellQueue: name,
      ttlSeconds: leaseSeconds,
      logger: silentLogger,
    },
    onGained: (key, fence) => {
      const made = messenger.connect(key, { fence, isOurs: () => keeper.fenceOf(key) === fence });
      if (made) connections.set(key, made);
    },
    onLost: async (key) => {
      messenger.forget(key);
      await connections.get(key)?.stop();
      connections.delete(key);
    },
  });
  const looking = setInterval(
    () =>
      void messenger.look().then(
        (keys) => keeper.want(keys),
        () => undefined,
      ),
    100,
  );
  let stopped: Promise<void> | null = null;
  return {
    heard,
    sockets,
    socket: () => [...connections.values()][0]?.context.socket() ?? null,
    context: () => {
      const [connection] = connections.values();
      if (!connection) throw new Error('This process serves no phone yet.');
      return connection.context;
    },
    wake: () => [...connections.values()].forEach((connection) => connection.wakeMessages()),
    texts: () =>
      heard.map(({ message }) => message?.conversation ?? message?.extendedTextMessage?.text ?? ''),
    stop(): Promise<void> {
      clearInterval(looking);
      return (stopped ??= keeper.close());
    },
  };
}

function plainMessages(heard: WAMessage[], sockets: WASocket[]): PhoneMessages {
  return {
    listen: (_context, socket) => {
      sockets.push(socket);
      socket.ev.on('messages.upsert', ({ messages }) => void heard.push(...messages));
      return () => Promise.resolve();
    },
    sending: ({ integration }) => ({
      channel: {
        integration_id: integration.id,
        sendPart: async () => ({ type: 'later', retry_after_ms: null }),
      },
    }),
    getMessage: () => async () => undefined,
    replay: async () => undefined,
  };
}

async function addClient(db: Database, client_id: ClientId): Promise<void> {
  await db.query(
    sql`INSERT INTO clients (id, slug, name, language) VALUES (${client_id}, ${`phone-${(stages += 1)}`}, 'Shop', 'en')`,
  );
  await db.query(sql`
    INSERT INTO client_settings (client_id, telegram_chat_id) VALUES (${client_id}, ${String(-100_200_000 - stages)})`);
}
