import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkedPhone } from '../../../bots/whatsapp/linked-phone.js';
import type { Customer } from '../../../playground/whatsapp/people/customer.js';
import type { HeardMessage } from '../../../playground/whatsapp/people/heard.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { OutboundMessage } from '../../../src/messages/queue-message.js';
import { systemClock } from '../../../src/shared/clock.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import type { ConversationId, MessageId } from '../../../src/shared/ids.js';
import { eventually } from '../../support/eventually.js';
import { mortalDatabase } from '../../support/mortal-database.js';
import { quietBell } from '../../support/shop.js';
import { openPhoneStage } from './phone-stage.js';
import type { StoredMessage } from './stage.js';

/** A shop's phone, linked, with everything a linked phone does with messages; nobody serves it yet. */
export async function openLinkedStage(db: Database) {
  const stage = await openPhoneStage(db);
  const { whatsapp, phone, anna, client_id } = stage;
  const { mediaHost: host, caFile } = await whatsapp.listen();
  const files = { host, ca: readFileSync(caFile, 'utf8') };
  const mediaDir = await mkdtemp(join(tmpdir(), 'estafeta-linked-'));
  const running = new Set<ReturnType<typeof stage.start>>();
  const bell = { ...quietBell(), delivery: () => running.forEach((process) => process.wake()) };
  const stops = new Set<() => Promise<void>>();
  let processes = 0;

  const pairing = stage.start('pairing');
  await stage.linkByQr();
  await pairing.stop();

  const start = (over = db, leaseSeconds = 15) => {
    const process = stage.start(`phones-${(processes += 1)}`, {
      ...{ over, leaseSeconds, messages: linkedPhone, mediaDir, files, bell },
      // What one test has cut off must not make the next one wait longer.
      lastingMs: 50,
    });
    running.add(process);
    return process;
  };
  /** What is stored of the chat with a customer, or of all of them. */
  const messages = (of?: Customer): Promise<StoredMessage[]> =>
    db.query<StoredMessage>(sql`
      SELECT * FROM messages WHERE client_id = ${client_id} AND (${of?.address('phone') ?? null}::text IS NULL
        OR external_chat_id IN (${of?.address('phone') ?? ''}, ${of?.address('lid') ?? ''}))
      ORDER BY conversation_id, seq`);
  return {
    ...{ ...stage, mediaDir, files, messages },
    /** Somebody else who writes to the shop. */
    customer: (name: string): Promise<Customer> => whatsapp.createCustomer({ name }),
    /**
     * Starts a process that serves the phone. Killed, it ends in the middle of whatever it does.
     *
     * @param over the database as this process sees it
     */
    async start(over = db) {
      const mortal = mortalDatabase(over);
      const process = start(mortal.db, 3);
      // The net under the bells, as every process of bots has it.
      const net = setInterval(() => process.wake(), 100);
      const stop = async (): Promise<void> => {
        clearInterval(net);
        running.delete(process);
        stops.delete(stop);
        await process.stop();
      };
      stops.add(stop);
      return {
        stop,
        /** What its messages go through, once it is connected. */
        context: () => process.context(),
        async kill(): Promise<void> {
          mortal.die();
          whatsapp.kick(phone.phone, 428);
          void stop();
        },
      };
    },
    /** Waits for the message with this id to be stored. */
    stored: (id: string): Promise<StoredMessage> =>
      eventually(
        async () => (await messages()).find(({ external_message_id }) => external_message_id === id) ?? false,
      ),
    /** Says something to a customer who has written, as the assistant would. */
    async say(content: string, more: Partial<OutboundMessage> = {}, to = anna): Promise<MessageId> {
      const { id: conversation_id } = await db.one<{ id: ConversationId }>(sql`
        SELECT id FROM conversations WHERE client_id = ${client_id} AND status = 'active'
          AND external_chat_id IN (${to.address('phone')}, ${to.address('lid')})`);
      const message: OutboundMessage = { client_id, conversation_id, role: 'assistant', content, ...more };
      const { id } = await queueMessage(db, message, systemClock.now());
      bell.delivery();
      return id;
    },
    status: (id: MessageId): Promise<StoredMessage> =>
      db.one<StoredMessage>(sql`SELECT * FROM messages WHERE client_id = ${client_id} AND id = ${id}`),
    /** What the customer was sent, oldest first. */
    shown: (to = anna): HeardMessage[] => to.received().filter(({ fromMe }) => !fromMe),
    async close(): Promise<void> {
      await Promise.all([...stops].map((stop) => stop()));
      await stage.close();
      await rm(mediaDir, { recursive: true, force: true });
    },
  };
}
