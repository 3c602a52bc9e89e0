import type { WAMessage } from '@whiskeysockets/baileys';
import { replayMessages, setAside } from '../../../bots/whatsapp/set-aside.js';
import { WhatsAppAmending } from '../../../bots/whatsapp/whatsapp-amending.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { Database } from '../../../src/shared/database.js';
import { sql } from '../../../src/shared/database.js';
import type { ConversationId, MessageId, UserId } from '../../../src/shared/ids.js';
import { systemClock } from '../../../src/shared/clock.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openLinkedStage } from './linked-stage.js';
import type { StoredMessage } from './stage.js';

const { database } = await testDatabase();

/** On a busy machine linking takes its time. */
const patientMs = 90_000;

/** The database as the phone's process sees it: away for as long as a test wants. */
let isAway = false;
const gone = (): never => {
  throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
};
const flaky: Database = {
  ...database,
  query: async (statement) => (isAway ? gone() : database.query(statement)),
  one: async (statement) => (isAway ? gone() : database.one(statement)),
  maybeOne: async (statement) => (isAway ? gone() : database.maybeOne(statement)),
  transaction: async (work) => (isAway ? gone() : database.transaction(work)),
};

describe('a linked phone in trouble', () => {
  const opening = openLinkedStage(database);
  let process: Awaited<ReturnType<Awaited<typeof opening>['start']>>;
  beforeAll(async () => {
    const stage = await opening;
    process = await stage.start(flaky);
    await stage.stored(await stage.anna.writes('hello'));
  }, patientMs);
  afterEach(async () => {
    (await opening).whatsapp.faults.clear();
    await database.query(sql`DELETE FROM number_health_events`);
  });
  afterAll(async () => (await opening).close());

  /** Someone nobody has heard of is written to first. */
  async function writeFirst(phone: string): Promise<MessageId> {
    const { client_id, integration_id } = await opening;
    const { id: user_id } = await database.one<{ id: UserId }>(
      sql`INSERT INTO users (client_id, name) VALUES (${client_id}, 'Stranger') RETURNING id`,
    );
    const { id: conversation_id } = await database.one<{ id: ConversationId }>(sql`
      INSERT INTO conversations (client_id, user_id, integration_id, channel, external_chat_id)
      VALUES (${client_id}, ${user_id}, ${integration_id}, 'whatsapp', ${`${phone.slice(1)}@s.whatsapp.net`}) RETURNING id`);
    const message = { client_id, conversation_id, role: 'manager', content: 'a word first' } as const;
    return (await queueMessage(database, message, systemClock.now())).id;
  }
  const becomes = async (id: MessageId, wanted: object): Promise<StoredMessage> => {
    const stage = await opening;
    return eventually(async () => {
      const message = await stage.status(id);
      expect(message).toMatchObject(wanted);
      return message;
    });
  };

  it('lets what people write wait for a database that is away: nothing becomes unreadable', async () => {
    const { anna, stored, customer } = await opening;
    isAway = true;
    const id = await anna.writes('while it is away');
    const stranger = await customer('Stranger');
    const first = await stranger.writes('my first words');
    await new Promise((done) => setTimeout(done, 700));
    isAway = false;
    expect(await stored(id)).toMatchObject({ kind: 'text', content: 'while it is away' });
    expect(await stored(first)).toMatchObject({ kind: 'text', content: 'my first words' });
  });

  it('refused for the number’s sake: strangers rest, the owner is called, answers go on, and rest last', async () => {
    const stage = await opening;
    const { whatsapp, phone } = stage;
    whatsapp.faults.add({ does: 'refuse', code: 463, phone: phone.phone });
    await becomes(await stage.say('not taken'), {
      delivery_status: 'failed',
      delivery_error: 'number_restricted',
    });
    expect(await stage.alarms()).toContainEqual({ kind: 'number_at_risk', over: false });
    const stranger = '+77770000001';
    whatsapp.createNumber({ name: 'Stranger', phone: stranger });
    await becomes(await writeFirst(stranger), {
      delivery_status: 'failed',
      delivery_error: 'number_resting',
    });
    await becomes(await stage.say('an answer'), { external_message_id: expect.any(String) });

    for (let time = 0; time < 4; time += 1) {
      whatsapp.faults.add({ does: 'refuse', code: 463, phone: phone.phone });
      await becomes(await stage.say(`refused ${time}`), { delivery_status: 'failed' });
    }
    const waiting = await stage.say('waits');
    await eventually(async () => {
      const [row] = await database.query<{ is_resting: boolean }>(sql`
        SELECT delivery_due_at > now() + interval '1 minute' AS is_resting FROM messages WHERE id = ${waiting}`);
      expect(row).toEqual({ is_resting: true });
    });
    await database.query(sql`DELETE FROM number_health_events`);
    await database.query(sql`UPDATE messages SET delivery_due_at = now() WHERE id = ${waiting}`);
    await becomes(waiting, { external_message_id: expect.any(String) });
    expect(await stage.alarms()).toContainEqual({ kind: 'number_at_risk', over: true });
  });

  it('says of a number that is not on WhatsApp that it is not', async () => {
    await becomes(await writeFirst('+77779999999'), {
      delivery_status: 'failed',
      delivery_error: 'not_on_whatsapp',
    });
  });

  it('goes on with an album that a lost connection has cut short: each picture once, in order', async () => {
    const stage = await opening;
    const customer = await stage.customer('Album');
    const { media } = await stage.stored(await customer.sends('image'));
    stage.whatsapp.faults.add({ does: 'drop-after', phone: stage.phone.phone, times: 2 });
    for (const content of ['one', 'two', 'three'])
      await stage.say(content, { kind: 'image', media, album_id: 'cut', role: 'manager' }, customer);
    const pictures = () => stage.shown(customer).filter(({ kind }) => kind === 'image');
    await eventually(() => expect(pictures().map(({ text }) => text)).toEqual(['one', 'two', 'three']));
    expect(pictures().map(({ times }) => times)).toEqual([1, 1, 1]);
  });

  it('changes nothing that WhatsApp does not let it change, and says why', async () => {
    const stage = await opening;
    const { external_message_id, ...sent } = await becomes(await stage.say('to be changed'), {
      external_message_id: expect.any(String),
    });
    const amending = new WhatsAppAmending(process.context());
    const standing = {
      ...({ ...sent, buttons: null, content: 'changed' } as never as Parameters<typeof amending.edit>[0]),
      ...{ external_ids: [external_message_id ?? ''], has_other_file: false, is_album_part: false },
    };
    const { faults } = stage.whatsapp;
    faults.add({ does: 'refuse', code: 400, phone: stage.phone.phone });
    expect(await amending.edit(standing)).toEqual({ type: 'refused', reason: 'unknown' });
    const accepted = (hours: number) =>
      database.query(sql`
        UPDATE whatsapp_sent SET accepted_at = now() - make_interval(hours => ${hours})
        WHERE external_message_id = ${external_message_id}`);
    await accepted(1);
    expect(await amending.edit(standing)).toEqual({ type: 'refused', reason: 'too_late' });
    expect(await amending.withdraw(standing)).toEqual({ type: 'done' });
    await accepted(61);
    expect(await amending.withdraw(standing)).toEqual({ type: 'refused', reason: 'too_late' });
    faults.add({ does: 'drop-before', phone: stage.phone.phone });
    expect(await amending.react(standing, '👍')).toEqual({ type: 'unclear' });
  });

  it('handles once more what was set aside, when somebody asks for it: as it came, and once', async () => {
    const stage = await opening;
    const context = await eventually(() => (process.context().socket() ? process.context() : false));
    const message = {
      key: { remoteJid: stage.anna.address('phone'), fromMe: false, id: 'SETASIDE1' },
      message: { conversation: 'set aside' },
      messageTimestamp: Math.floor(Date.now() / 1000) - 60,
      pushName: 'Anna',
    } as WAMessage;
    await setAside(context, { kind: 'message', message }, new Error('once'));
    await database.query(sql`UPDATE failed_updates SET replay_requested_at = now()`);
    await Promise.all([1, 2].map(() => replayMessages(context, new AbortController().signal)));
    const row = await stage.stored('SETASIDE1');
    expect(row).toMatchObject({ content: 'set aside', role: 'user' });
    const waiting = await database.query(sql`SELECT id FROM failed_updates WHERE replayed_at IS NULL`);
    expect(waiting).toEqual([]);
  });

  it('killed before it knew whether a message has arrived, which is edited then: it reads in the new words, once', async () => {
    const stage = await opening;
    const customer = await stage.customer('Edited');
    await stage.stored(await customer.writes('well?'));
    stage.whatsapp.faults.add({ does: 'lose-ack', phone: stage.phone.phone });
    const id = await stage.say('the old words', { role: 'manager' }, customer);
    await eventually(() => expect(stage.shown(customer)).toHaveLength(1));
    await process.kill();
    await database.query(sql`UPDATE messages SET content = 'the new words' WHERE id = ${id}`);
    process = await stage.start(flaky);
    await eventually(() =>
      expect(stage.shown(customer)).toMatchObject([{ text: 'the new words', edited: true, times: 1 }]),
    );
    await becomes(id, { external_message_id: expect.any(String) });
  });
});
