import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { keepFailedUpdate } from '../../../src/integrations/failed-updates.js';
import { writeAudit } from '../../../src/audit/write-audit.js';
import { recordCall } from '../../../src/assistant/record-call.js';
import { editMessage } from '../../../src/messages/edit-message.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { receiveMessage } from '../../../src/messages/receive-message.js';
import { userDeleted } from '../../../src/messages/user-deleted.js';
import { countersInPostgres } from '../../../src/shared/counters-in-postgres.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import type { FixedClock } from '../../support/clock.js';
import type { Group } from '../../support/group.js';
import { inboundMessage } from '../../support/shop.js';
import type { Writing } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';
import { callPerson, mirror } from '../handovers/requests.js';
import { lid, merge, openTwoMessengers, phone } from '../users/people.js';
import type { TwoMessengers } from '../users/people.js';

/** Somebody with everything that could tell of them. */
export type Somebody = {
  name: string;
  username: string;
  /** Of Telegram. */
  number: string;
  phone: string;
  lid: string;
  /** A word that only they write, in everything they write. */
  word: string;
};

export const zulfiya: Somebody = {
  name: 'Зульфия Оразбаева',
  username: 'zulfiya_oraz',
  number: '731415926',
  phone: '+77015559911',
  lid: '48151623420001',
  word: 'бирюзовый',
};
export const marat: Somebody = {
  name: 'Марат Сейтов',
  username: 'marat_seit',
  number: '827182845',
  phone: '+77025558822',
  lid: '48151623420002',
  word: 'малиновый',
};

export type Lived = { who: Somebody; user: Received; file: string };

export async function openHouse(database: Database, clock: FixedClock): Promise<TwoMessengers> {
  const shop = await openTwoMessengers(database, clock, { intents: coffeeIntents });
  await database.query(sql`
    INSERT INTO whatsapp_links (integration_id, client_id, state, phone) VALUES (${shop.phone_id}, ${shop.client_id}, 'connected', '+77000000000')`);
  return shop;
}

/**
 * Somebody writes on Telegram and on WhatsApp, is recognised as one person, is passed to a manager and talked to: a row in
 * every table that can hold something of a person, made by the program itself wherever no phone is needed for it.
 */
export async function lives(
  {
    shop,
    group,
    clock,
    mediaDir,
  }: { shop: TwoMessengers; group: Group; clock: FixedClock; mediaDir: string },
  who: Somebody,
): Promise<Lived> {
  const { client_id, integration_id } = shop;
  const db = shop.tools.db;
  const message = (text: string, more: Writing = {}) => {
    const plain = inboundMessage(`${text} ${who.word}`, clock.now(), { who: who.number, ...more });
    return { ...plain, from: { ...plain.from, name: who.name, username: who.username } };
  };
  const write = (text: string, more: Writing = {}): Promise<Received> =>
    receiveMessage(shop.tools, { client_id, integration_id, message: message(text, more) });

  const first = message('во сколько вы открываетесь?');
  const user = await receiveMessage(shop.tools, { client_id, integration_id, message: first });
  await takeTurn(shop, clock, user);
  await callPerson(db, shop, user, { summary: `Ищет ${who.word} шарф` });
  await group.deliver();
  await group.press(group.find('card', who.name), 'Беру');
  await group.deliver();
  const { thread_id, id: card } = group.find('card', who.name);
  await group.write(`Здравствуйте, ${who.name}`, { thread_id, reply_to_message_id: card });
  await group.write('/history', { thread_id });
  await write('спасибо, жду');
  await mirror(shop, user);
  await group.deliver();
  // Names them in nobody's topic.
  await group.write('/queue', { thread_id: null });
  await group.deliver();

  const edited = { ...first, text: `А завтра? ${who.word}` };
  await editMessage(shop.tools, {
    client_id,
    integration_id,
    edit: { message: edited, edited_at: clock.now() },
  });
  await userDeleted(shop.tools, {
    ...{ client_id, integration_id, deleted_at: clock.now() },
    ...{ external_chat_id: who.number, external_message_id: `never-came-${who.number}` },
  });
  const file = await sendFile(shop, write, { mediaDir, who });
  const onPhone = await shop.onWhatsApp(`и здесь ${who.word}`, [phone(who.phone), lid(who.lid)], who.name);
  await merge(db, shop, user.user_id, onPhone.user_id);
  await heldByConnections(shop, onPhone, who, clock);
  await heldBeside(shop, user, who, clock);
  return { who, user, file };
}

async function sendFile(
  { client_id, tools: { db } }: TwoMessengers,
  write: (text: string, more: Writing) => Promise<Received>,
  { mediaDir, who }: { mediaDir: string; who: Somebody },
): Promise<string> {
  const file = `${client_id}/${who.number}.jpg`;
  await mkdir(dirname(join(mediaDir, file)), { recursive: true });
  await writeFile(join(mediaDir, file), `a picture of ${who.word}`);
  const { message_id } = await write('вот фото', {
    kind: 'image',
    media: { channel: 'telegram', file_id: `id-${who.number}`, file_unique_id: who.number },
  });
  await db.query(
    sql`UPDATE messages SET media_file = ${file} WHERE client_id = ${client_id} AND id = ${message_id}`,
  );
  return file;
}

/** As `bots/whatsapp` writes it when a phone is linked. */
async function heldByConnections(
  { client_id, phone_id, tools: { db } }: TwoMessengers,
  { message_id }: Received,
  who: Somebody,
  clock: FixedClock,
): Promise<void> {
  const now = clock.now();
  const chat = `${who.phone}@chat`;
  const digits = who.phone.replace('+', '');
  const of = [digits, who.lid].flatMap((number) => [
    ['session', `${number}.0`],
    ['lid-mapping', number],
    ['device-list', number],
    ['sender-key', `120363@g.us::${number}::0`],
  ]);
  for (const [kind, key_id] of of)
    await db.query(sql`
      INSERT INTO whatsapp_keys (integration_id, client_id, kind, key_id, value) VALUES (${phone_id}, ${client_id}, ${kind}, ${key_id}, 'sealed')`);
  const sent = `3EB0${who.lid}`;
  await db.query(sql`
    INSERT INTO whatsapp_sent (integration_id, external_message_id, client_id, external_chat_id, message_id, content, made_of, created_at)
    VALUES (${phone_id}, ${sent}, ${client_id}, ${chat}, ${message_id}, ${Buffer.from(who.word)}, 'x', ${now})`);
  await db.query(sql`
    INSERT INTO early_statuses (client_id, integration_id, external_message_id, status, at, created_at)
    VALUES (${client_id}, ${phone_id}, ${sent}, 'read', ${now}, ${now})`);
  await db.query(sql`
    INSERT INTO whatsapp_awaited (integration_id, external_message_id, client_id, message, due_at)
    VALUES (${phone_id}, ${`awaited-${who.lid}`}, ${client_id}, ${{ external_chat_id: chat }}, ${now})`);
  await db.query(sql`
    INSERT INTO number_health_events (client_id, integration_id, kind, subject, at)
    VALUES (${client_id}, ${phone_id}, 'first_contact', ${chat}, ${now})`);
}

async function heldBeside(
  { client_id, integration_id, tools: { db } }: TwoMessengers,
  { conversation_id, user_id }: Received,
  who: Somebody,
  clock: FixedClock,
): Promise<void> {
  const update = { message: { from: { id: Number(who.number), first_name: who.name }, text: who.word } };
  const failed = { source: `telegram:${integration_id}`, client_id, update_id: who.number, update };
  await keepFailedUpdate(db, { ...failed, error: new Error('not understood') });
  await writeAudit(db, {
    ...{ client_id, actor: 'anna@shop.kz', action: 'write', subject: `conversation ${conversation_id}` },
    ...{ before: null, after: { text: who.word } },
  });
  await recordCall(
    db,
    { client_id, day: '2026-11-23' },
    {
      ...{
        conversation_id,
        purpose: 'answer',
        prompt_id: null,
        prompt_version: null,
        model: 'gpt',
        tokens_in: 9,
        tokens_out: 1,
      },
      ...{ latency_ms: 5, outcome: 'ok', error: null, cost_usd: 0.5, created_at: clock.now() },
    },
  );
  await countersInPostgres(db).add(`${client_id}:turns:${user_id}`, 1, 60_000);
}
