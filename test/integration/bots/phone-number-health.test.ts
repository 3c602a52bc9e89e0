import { EventEmitter } from 'node:events';
import type { WASocket } from '@whiskeysockets/baileys';
import { awaitMessage, storeUnreadable } from '../../../bots/whatsapp/awaited.js';
import type { WhatsAppContext } from '../../../bots/whatsapp/context.js';
import {
  countFirstContact,
  noteNumberEvent,
  numberHealth,
  standingOf,
} from '../../../bots/whatsapp/number-events.js';
import { listen } from '../../../bots/whatsapp/socket-events.js';
import { noteClosed } from '../../../src/integrations/whatsapp-link-state.js';
import type { Database } from '../../../src/shared/database.js';
import { sql } from '../../../src/shared/database.js';
import { msOfHours } from '../../../src/shared/durations.js';
import type { ConversationId, UserId } from '../../../src/shared/ids.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openShop } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();

/** A phone of a shop, as what it hears is handled; nobody is connected. */
async function openPhone(over: Database = database) {
  const clock = fixedClock('2026-11-23T09:00:00+05:00');
  const shop = await openShop(database, clock, { intents: coffeeIntents });
  const { client_id, integration_id: id } = shop;
  await database.query(sql`UPDATE integrations SET platform_id = 'whatsapp' WHERE client_id = ${client_id}`);
  const socket = { ev: new EventEmitter(), user: { id: '77010000001@s.whatsapp.net' } };
  const context = {
    tools: { ...shop.tools, db: over },
    ...{ integration: { client_id, id }, sender_key: 'whatsapp:x', first_contacts_per_day: 3 },
    socket: () => null,
  } as unknown as WhatsAppContext;
  const alarms = () =>
    database.query<{ kind: string; is_over: boolean }>(
      sql`SELECT kind, cleared_at IS NOT NULL AS is_over FROM alarms WHERE client_id = ${client_id}`,
    );
  return {
    ...{ shop, clock, context, client_id, alarms, ev: socket.ev },
    listen: () => listen(context, socket as unknown as WASocket),
    health: () => numberHealth(context),
  };
}

/** As the library tells of the end of a connection. */
const closed = (statusCode: number) => ({
  connection: 'close',
  lastDisconnect: { error: Object.assign(new Error('closed'), { output: { statusCode } }) },
});

describe("a number's health", () => {
  it('rests from strangers for as long as WhatsApp says, answers go on, and the owner is told of both', async () => {
    const phone = await openPhone();
    const stop = phone.listen();
    const timeEnforcementEnds = new Date(phone.clock.now().getTime() + msOfHours(30));
    phone.ev.emit('connection.update', { reachoutTimeLock: { isActive: true, timeEnforcementEnds } });
    await eventually(async () =>
      expect(await phone.health()).toEqual({ state: 'unsolicited_paused', because: 'timelock' }),
    );
    await eventually(async () =>
      expect(await phone.alarms()).toEqual([{ kind: 'number_at_risk', is_over: false }]),
    );
    phone.clock.advance(5);
    phone.ev.emit('connection.update', { reachoutTimeLock: { isActive: false } });
    await eventually(async () => expect(await phone.health()).toEqual({ state: 'fine' }));
    await stop();
    expect(await phone.alarms()).toEqual([{ kind: 'number_at_risk', is_over: true }]);
  });

  it('suffers from connections that WhatsApp ends for its sake, not from those it can’t keep up itself', async () => {
    const phone = await openPhone();
    const stop = phone.listen();
    for (let time = 0; time < 30; time += 1) phone.ev.emit('connection.update', closed(503));
    await stop();
    expect(await phone.health()).toEqual({ state: 'fine' });
    const again = phone.listen();
    for (let time = 0; time < 6; time += 1) phone.ev.emit('connection.update', closed(440));
    await again();
    expect(await phone.health()).toEqual({ state: 'unsolicited_paused', because: 'disconnects' });
  });

  it('counts a refusal once, though it is heard of in two ways at the same moment', async () => {
    const { context, clock, health } = await openPhone();
    const refusal = { kind: 'not_delivered', subject: 'A' } as const;
    await Promise.all([1, 2, 3, 4, 5, 6].map(() => noteNumberEvent(context, refusal)));
    expect(await health()).toEqual({ state: 'unsolicited_paused', because: 'not_delivered' });
    for (const subject of ['B', 'C', 'D', 'E']) await noteNumberEvent(context, { ...refusal, subject });
    expect(await health()).toEqual({ state: 'everything_paused', because: 'not_delivered' });
    clock.advance(66);
    expect(await health()).toEqual({ state: 'unsolicited_paused', because: 'not_delivered' });
  });

  it('is not spoiled by strangers who are written to at the same moment: no more of them than a day may have', async () => {
    const { context } = await openPhone();
    const strangers = Array.from({ length: 12 }, (_, number) => `7702000000${number}@s.whatsapp.net`);
    const counted = await Promise.all(strangers.map((chat) => countFirstContact(context, chat)));
    expect(counted.filter(Boolean)).toHaveLength(3);
    const known = strangers[counted.indexOf(true)] ?? '';
    expect(await countFirstContact(context, known)).toBe(true);
  });

  it('calls nobody a stranger who has written from their other address', async () => {
    const { context, shop, client_id } = await openPhone();
    const elder = await shop.write('hello');
    const asked = {
      client_id,
      conversation_id: elder.conversation_id,
      role: 'manager',
      content: 'hi',
    } as const;
    const { id } = await queueMessage(database, asked, shop.tools.clock.now());
    const other = await database.one<{ id: string }>(sql`
      INSERT INTO users (client_id, name, merged_into) VALUES (${client_id}, 'LID', ${elder.user_id}) RETURNING id`);
    await database.query(sql`
      UPDATE messages SET user_id = ${other.id}::uuid WHERE client_id = ${client_id} AND role = 'user'`);
    expect(await standingOf(context, id)).toMatchObject({ is_unsolicited: false });
  });
});

describe('a message that can’t be opened', () => {
  it('is stored as such only when it was waited for in vain', async () => {
    const phone = await openPhone();
    const message = {
      ...{
        external_chat_id: '77020000001@s.whatsapp.net',
        external_message_id: 'A1',
        sent_at: phone.clock.now(),
      },
      from: {
        identities: [{ kind: 'phone' as const, value: '+77020000001' }],
        ...{ name: 'Anna', username: null, phone: '+77020000001', language_code: null },
      },
      ...{
        kind: 'unsupported' as const,
        text: '',
        command: null,
        media: null,
        details: {},
        forwarded_from: null,
      },
      ...{ reply_to_external_id: null, album_id: null, unsupported_kind: 'unreadable' },
    };
    await awaitMessage(phone.context, message);
    const stored = () =>
      database.query<{ kind: string }>(sql`SELECT kind FROM messages WHERE client_id = ${phone.client_id}`);
    await storeUnreadable(phone.context);
    expect(await stored()).toEqual([]);
    phone.clock.advance(3);
    // Two processes, or one that was killed in between: once.
    await Promise.all([storeUnreadable(phone.context), storeUnreadable(phone.context)]);
    await storeUnreadable(phone.context);
    expect(await stored()).toEqual([{ kind: 'unsupported' }]);
    const [{ left } = { left: -1 }] = await database.query<{ left: number }>(
      sql`SELECT count(*)::int AS left FROM whatsapp_awaited WHERE client_id = ${phone.client_id}`,
    );
    expect(left).toBe(0);
  });
});

describe('a message that waited while the phone was off', () => {
  it('for longer than the bot may answer, is no more answered by it: a person is called', async () => {
    const phone = await openPhone();
    const stop = phone.listen();
    const writes = (id: string, minutesAgo: number) =>
      phone.ev.emit('messages.upsert', {
        type: 'append',
        messages: [
          {
            key: { remoteJid: `7702000000${id}@s.whatsapp.net`, fromMe: false, id: `OLD${id}` },
            message: { conversation: 'are you open today?' },
            messageTimestamp: Math.floor(phone.clock.now().getTime() / 1000) - minutesAgo * 60,
          },
        ],
      });
    writes('1', 24 * 60);
    writes('2', 5);
    await stop();
    const rows = await database.query<{ conversation_id: ConversationId; user_id: UserId }>(sql`
      SELECT conversation_id, user_id FROM messages WHERE client_id = ${phone.client_id}
      ORDER BY external_message_id`);
    for (const { conversation_id } of rows) await takeTurn(phone.shop, phone.clock, { conversation_id });
    const [old, fresh] = await Promise.all(rows.map(({ user_id }) => phone.shop.handovers(user_id)));
    expect(old).toMatchObject([{ status: 'pending' }]);
    expect(fresh).toEqual([]);
  });
});

describe('while the database is away', () => {
  it('what came is kept, also when the connection ends meanwhile', async () => {
    let isAway = true;
    const gone = (): never => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    };
    const flaky: Database = {
      ...database,
      query: async (statement) => (isAway ? gone() : database.query(statement)),
      maybeOne: async (statement) => (isAway ? gone() : database.maybeOne(statement)),
      one: async (statement) => (isAway ? gone() : database.one(statement)),
      transaction: async (work) => (isAway ? gone() : database.transaction(work)),
    };
    const phone = await openPhone(flaky);
    const stop = phone.listen();
    phone.ev.emit('messages.upsert', {
      type: 'notify',
      messages: [
        {
          key: { remoteJid: '77020000009@s.whatsapp.net', fromMe: false, id: 'B1' },
          message: { conversation: 'do you hear me' },
          messageTimestamp: Math.floor(phone.clock.now().getTime() / 1000),
        },
      ],
    });
    const stopped = stop();
    await new Promise((done) => setTimeout(done, 50));
    isAway = false;
    await stopped;
    const rows = await database.query<{ content: string }>(
      sql`SELECT content FROM messages WHERE client_id = ${phone.client_id}`,
    );
    expect(rows).toEqual([{ content: 'do you hear me' }]);
  });
});

describe('a phone that is to be unlinked', () => {
  it('is unlinked, though its connection ends in that very moment', async () => {
    const { context, client_id } = await openPhone();
    const { id } = context.integration;
    await database.query(sql`
      INSERT INTO whatsapp_links (client_id, integration_id, state, creds, fence) VALUES (${client_id}, ${id}, 'unlinking', 'x', 7)`);
    const end = { next: 'waiting', code: 428, failures: 1, pauseMs: 1, alarm: null, message: null } as const;
    await noteClosed(context.tools, { client_id, id, fence: 7 }, end);
    const [link] = await database.query<{ state: string }>(
      sql`SELECT state FROM whatsapp_links WHERE client_id = ${client_id}`,
    );
    expect(link).toEqual({ state: 'unlinking' });
  });
});
