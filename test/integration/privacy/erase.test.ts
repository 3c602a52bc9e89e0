import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lives, marat, openHouse, zulfiya } from './lived.js';
import type { Lived, Somebody } from './lived.js';
import { askForErasure, dueErasures, goOnWithErasure, readErasure } from '../../../src/privacy/erase-user.js';
import type { ErasureTools } from '../../../src/privacy/erase-user.js';
import { raw, sql } from '../../../src/shared/database.js';
import { writeAudit } from '../../../src/audit/write-audit.js';
import { keepFailedUpdate } from '../../../src/integrations/failed-updates.js';
import type { TopicId, TopicPostId, UserId } from '../../../src/shared/ids.js';
import { createLogger } from '../../../src/shared/logger.js';
import { claimNextPost } from '../../../src/topics/post-outbox.js';
import { queuePost } from '../../../src/topics/queue-post.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { takeTurn } from '../../support/turns.js';
import { callPerson, mirror } from '../handovers/requests.js';
import { lid, merge, part, phone } from '../users/people.js';
import type { TwoMessengers } from '../users/people.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const mediaDir = await mkdtemp(join(tmpdir(), 'estafeta-erase-'));
afterAll(() => rm(mediaDir, { recursive: true }));

/** Tables of a client in which no row is about a user. What is new belongs into `lives` and, to be erased, into `src/privacy`. */
const ofNobody = new Set([
  ...['client_settings', 'integrations', 'whatsapp_links', 'managers', 'prompts', 'intents', 'knowledge'],
  ...['notices', 'saved_replies', 'alarms', 'connect_codes', 'admin_roles', 'admin_links', 'api_tokens'],
  // Sums over everybody.
  ...['platform_metrics', 'llm_usage'],
  // Who was erased, by an id that nothing else has; and paths of files, until they are gone.
  ...['erasures', 'files_to_remove'],
]);

type At = { shop: TwoMessengers; group: Group; logs: string[]; tools: ErasureTools };

async function house(): Promise<At> {
  const shop = await openHouse(database, clock);
  const logs: string[] = [];
  const logger = createLogger({ level: 'trace', to: { write: (line) => void logs.push(line) } });
  const tools = { ...shop.tools, logger, mediaDir };
  return { shop: { ...shop, tools }, group: new Group(database, shop), logs, tools };
}

const livesIn = (at: At, who: Somebody): Promise<Lived> => lives({ ...at, clock, mediaDir }, who);

async function erase({ shop, tools }: At, user_id: UserId): Promise<string> {
  const { client_id } = shop;
  const ids = await askForErasure(database, { client_id, user_id, actor: 'anna@shop.kz', now: clock.now() });
  await goOnWithErasure(tools, ids);
  return ids.erasure_id;
}

/** Every table of the database, in whatever schema. */
async function tables(): Promise<{ name: string; is_of_client: boolean }[]> {
  return database.query(sql`
    SELECT c.oid::regclass::text AS name, EXISTS (SELECT FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attname = 'client_id' AND c.relnamespace = 'public'::regnamespace) AS is_of_client
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')`);
}

/** The tables a row of which holds one of these, in any column; bytes are read as well. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
  const sought = words.flatMap((word) => [word, Buffer.from(word).toString('hex')]);
  const found: string[] = [];
  for (const { name } of await tables()) {
    const rows = await database.query(sql`
      SELECT 1 AS hit FROM ${raw(name)} t
      WHERE EXISTS (SELECT FROM unnest(${sought}::text[]) AS w (word) WHERE position(w.word IN t::text) > 0) LIMIT 1`);
    if (rows.length > 0) found.push(name);
  }
  return found.toSorted();
}

function tellTales(who: Somebody): string[] {
  return [who.name, who.username, who.number, who.phone.replace('+', ''), who.lid, who.word];
}

async function idsOf({ shop: { client_id } }: At, { user }: Lived): Promise<string[]> {
  const rows = await database.query<{ id: string }>(sql`
    WITH who AS (SELECT id FROM users WHERE client_id = ${client_id} AND (id = ${user.user_id} OR merged_into = ${user.user_id}))
    SELECT id FROM who UNION
    SELECT id FROM conversations WHERE user_id IN (SELECT id FROM who) UNION
    SELECT id FROM messages WHERE user_id IN (SELECT id FROM who) UNION
    SELECT id FROM topics WHERE user_id IN (SELECT id FROM who) UNION
    SELECT id FROM handovers WHERE user_id IN (SELECT id FROM who)`);
  return rows.map(({ id }) => id);
}

describe('A user who is erased', () => {
  it('is in no column of any table, in no file and in no log afterwards, and nobody else has lost anything', async () => {
    const at = await house();
    const [gone, stays] = [await livesIn(at, zulfiya), await livesIn(at, marat)];
    const ids = { gone: await idsOf(at, gone), stays: await idsOf(at, stays) };
    // Every table that could hold something of a person does, or this proof would prove nothing.
    const filled = await tablesWith([...tellTales(zulfiya), ...ids.gone]);
    const all = (await tables()).filter(({ is_of_client, name }) => is_of_client && !ofNobody.has(name));
    expect(all.map(({ name }) => name).filter((name) => !filled.includes(name))).toEqual([]);
    const before = await tablesWith([...tellTales(marat), ...ids.stays]);

    await erase(at, gone.user.user_id);

    expect(await tablesWith(tellTales(zulfiya))).toEqual([]);
    // Who erased whom, by an id and nothing else.
    expect(await tablesWith(ids.gone)).toEqual(['audit_events', 'erasures']);
    expect(await tablesWith([...tellTales(marat), ...ids.stays])).toEqual(before);
    expect(existsSync(join(mediaDir, gone.file))).toBe(false);
    expect(existsSync(join(mediaDir, stays.file))).toBe(true);
    expect(tellTales(zulfiya).filter((word) => at.logs.join('').includes(word))).toEqual([]);
  });

  it('is taken away in the group as well: the topic whole, and what names them elsewhere', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    const erasure_id = await erase(at, user.user_id);
    const removals = await database.query<{ payload: object }>(sql`
      SELECT payload FROM topic_posts WHERE client_id = ${at.shop.client_id} AND kind = 'removal' ORDER BY dedupe_key`);
    const { thread_id } = at.group.find('card');
    const queue = at.group.find('text', `• ${zulfiya.name}`);
    expect(removals.map(({ payload }) => payload)).toEqual([
      { thread_id },
      { external_ids: expect.arrayContaining([queue.id]) as number[] },
    ]);
    const of = { client_id: at.shop.client_id, erasure_id };
    expect(await readErasure(database, of)).toMatchObject({
      posts: 2,
      posts_left: 2,
      files: 1,
      files_left: 0,
      is_done: false,
    });
    await at.group.deliver();
    expect(await readErasure(database, of)).toMatchObject({ posts_left: 0, is_done: true });
  });

  it('is taken away in the topic of somebody they were held to be as well, and nothing of the other', async () => {
    const at = await house();
    const { shop, group } = at;
    const { client_id } = shop;
    const other = await shop.write(`где мой ${marat.word} заказ?`, { who: marat.number });
    await callPerson(database, shop, other);
    await group.deliver();
    const write = (text: string) =>
      shop.onWhatsApp(`${text} ${zulfiya.word}`, [phone(zulfiya.phone), lid(zulfiya.lid)], zulfiya.name);
    const gone = await write('кофе холодный');
    await merge(database, shop, other.user_id, gone.user_id);
    await group.deliver();
    await mirror(shop, await write('и чай тоже'));
    await group.deliver();
    await part(database, shop, gone.user_id);
    await group.deliver();
    const theirs = group.posts.filter(({ text }) => text.includes(zulfiya.word)).map(({ id }) => id);
    expect(theirs).toHaveLength(2);
    const ids = await idsOf(at, { who: zulfiya, user: gone, file: '' });
    const stays = await idsOf(at, { who: marat, user: other, file: '' });
    const before = await tablesWith([marat.word, marat.number, ...stays]);

    await erase(at, gone.user_id);

    expect(await tablesWith(tellTales(zulfiya))).toEqual([]);
    expect(await tablesWith(ids)).toEqual(['audit_events', 'erasures']);
    // That the two were held to be one is said of both.
    const others = before.filter((table) => table !== 'user_merges');
    expect(await tablesWith([marat.word, marat.number, ...stays])).toEqual(others);
    const removals = await database.query<{ external_id: number }>(sql`
      SELECT jsonb_array_elements_text(payload->'external_ids')::int AS external_id
      FROM topic_posts WHERE client_id = ${client_id} AND kind = 'removal'`);
    const removed = removals.map(({ external_id }) => external_id);
    expect(removed).toEqual(expect.arrayContaining(theirs));
    expect(removed).not.toContain(group.find('card').id);
  });

  it('leaves the sums that name nobody as they were', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    await erase(at, user.user_id);
    const calls = await database.query(sql`
      SELECT conversation_id, tokens_in, cost_usd::float8 AS cost_usd FROM llm_calls WHERE client_id = ${at.shop.client_id}`);
    expect(calls).toEqual([{ conversation_id: null, tokens_in: 9, cost_usd: 0.5 }]);
    const contacts = await database.query(
      sql`SELECT kind FROM number_health_events WHERE client_id = ${at.shop.client_id}`,
    );
    expect(contacts).toEqual([{ kind: 'first_contact' }]);
  });

  it('takes along nothing of others, whatever they call themselves', async () => {
    const at = await house();
    const { client_id } = at.shop;
    const called = { ...zulfiya, name: 'text', username: 'change' };
    const { user } = await livesIn(at, called);
    await livesIn(at, marat);
    const { thread_id } = at.group.find('card', marat.name);
    const theirs = at.group.find('card', called.name).thread_id;
    const { id: topic_id, telegram_chat_id } = await database.one<{
      id: TopicId;
      telegram_chat_id: string;
    }>(sql`
      SELECT id, telegram_chat_id FROM topics WHERE client_id = ${client_id} AND thread_id = ${thread_id}`);
    const said = async (dedupe_key: string, text: string) =>
      queuePost(
        database,
        { client_id, telegram_chat_id, topic_id, kind: 'text', dedupe_key, payload: { text: [{ text }] } },
        clock.now(),
      );
    const stay = [await said('text:1', 'Очередь пуста'), await said('mirror:1:heard', 'a text of Marat')];
    const goes = await said('text:2', 'Ждут:\ntext, 5 мин');
    const update = { message: { message_thread_id: Number(`${theirs}9`) } };
    const failed = { source: 'telegram:x', client_id, update_id: 'other', update };
    await keepFailedUpdate(database, { ...failed, error: new Error('x') });
    await writeAudit(database, {
      ...{ client_id, actor: 'anna@shop.kz', action: 'change', subject: 'settings' },
      ...{ before: null, after: { text: 'change' } },
    });

    await erase(at, user.user_id);

    const posts = await database.query<{ id: TopicPostId }>(sql`
      SELECT id FROM topic_posts WHERE client_id = ${client_id} AND id = ANY (${[...stay, goes]}::uuid[])`);
    expect(new Set(posts.map(({ id }) => id))).toEqual(new Set(stay));
    expect(
      await database.query(sql`
        SELECT payload FROM failed_updates WHERE client_id = ${client_id} AND external_id = 'other'`),
    ).toEqual([{ payload: update }]);
    expect(
      await database.query(
        sql`SELECT after FROM audit_events WHERE client_id = ${client_id} AND subject = 'settings'`,
      ),
    ).toEqual([{ after: { text: 'change' } }]);
  });

  it('who writes again is somebody new', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    await erase(at, user.user_id);
    const again = await at.shop.write('здравствуйте', { who: zulfiya.number });
    expect(again.user_id).not.toBe(user.user_id);
    const { messages } = await database.one<{ messages: number }>(sql`
      SELECT count(*) AS messages FROM messages WHERE client_id = ${at.shop.client_id}`);
    expect(messages).toBe(1);
  });

  it('who writes at that very moment loses no message, whoever is first', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    const [written] = await Promise.all([
      Promise.all(
        ['раз', 'два', 'три', 'четыре'].map((text) => at.shop.write(text, { who: zulfiya.number })),
      ),
      erase(at, user.user_id),
    ]);
    for (const { user_id, message_id } of written) {
      const kept = await database.query(
        sql`SELECT id FROM messages WHERE client_id = ${at.shop.client_id} AND id = ${message_id}`,
      );
      expect(kept).toHaveLength(user_id === user.user_id ? 0 : 1);
    }
  });

  it('is erased whole whichever of the merged users is named, and asking again changes nothing', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    const { id: merged } = await database.one<{ id: UserId }>(sql`
      SELECT id FROM users WHERE client_id = ${at.shop.client_id} AND merged_into = ${user.user_id}`);
    const first = await erase(at, merged);
    expect(await erase(at, user.user_id)).toBe(first);
    expect(await database.query(sql`SELECT id FROM users WHERE client_id = ${at.shop.client_id}`)).toEqual(
      [],
    );
  });

  it('ends the open request first, for whoever looks at it', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    const { client_id } = at.shop;
    await askForErasure(database, {
      client_id,
      user_id: user.user_id,
      actor: 'anna@shop.kz',
      now: clock.now(),
    });
    const events = await database.query(sql`
      SELECT type, to_status FROM handover_events WHERE client_id = ${client_id} ORDER BY id DESC LIMIT 1`);
    expect(events).toEqual([{ type: 'resolved', to_status: 'resolved' }]);
  });

  it('is not known to another client', async () => {
    const [at, other] = [await house(), await house()];
    const { user } = await livesIn(at, zulfiya);
    const asking = { client_id: other.shop.client_id, user_id: user.user_id, actor: 'x', now: clock.now() };
    await expect(askForErasure(database, asking)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('does not disturb a turn that thinks about them', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    await erase(at, user.user_id);
    await takeTurn(at.shop, clock, user);
    expect(await database.query(sql`SELECT id FROM messages WHERE client_id = ${at.shop.client_id}`)).toEqual(
      [],
    );
  });
});

describe('An erasure that is interrupted', () => {
  it('before anything is deleted begins again by itself', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    const { client_id } = at.shop;
    const ids = await askForErasure(database, {
      client_id,
      user_id: user.user_id,
      actor: 'x',
      now: clock.now(),
    });
    const broken = {
      ...at.tools,
      db: { ...database, transaction: () => Promise.reject(new Error('killed')) },
    };
    await expect(goOnWithErasure(broken, ids)).rejects.toThrow('killed');
    expect(await dueErasures(database, clock.now(), 100)).not.toContainEqual(ids);
    clock.advance(1);
    expect(await dueErasures(database, clock.now(), 100)).toContainEqual(ids);
    await goOnWithErasure(at.tools, ids);
    expect(await database.query(sql`SELECT id FROM users WHERE client_id = ${client_id}`)).toEqual([]);
  });

  it('before the files are removed removes them when it goes on', async () => {
    const at = await house();
    const { user, file } = await livesIn(at, zulfiya);
    const { client_id } = at.shop;
    const ids = await askForErasure(database, {
      client_id,
      user_id: user.user_id,
      actor: 'x',
      now: clock.now(),
    });
    const broken: ErasureTools['db'] = {
      ...database,
      query: (statement) =>
        statement.text.includes('FROM files_to_remove')
          ? Promise.reject(new Error('killed'))
          : database.query(statement),
    };
    await expect(goOnWithErasure({ ...at.tools, db: broken }, ids)).rejects.toThrow('killed');
    expect(existsSync(join(mediaDir, file))).toBe(true);
    clock.advance(1);
    await goOnWithErasure(at.tools, ids);
    expect(existsSync(join(mediaDir, file))).toBe(false);
  });

  it('waits for a post of theirs that is on its way to the group', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    const { client_id } = at.shop;
    await at.shop.write('ещё', { who: zulfiya.number });
    const ids = await askForErasure(database, {
      client_id,
      user_id: user.user_id,
      actor: 'x',
      now: clock.now(),
    });
    const place = await at.group.place();
    await claimNextPost(database, { ...place, token: randomUUID(), now: clock.now() });
    await goOnWithErasure(at.tools, ids);
    expect((await readErasure(database, ids)).erased_at).toBeNull();
    await database.query(sql`
      UPDATE topic_posts SET status = 'sent', lease_token = NULL, lease_until = NULL WHERE client_id = ${client_id} AND status = 'sending'`);
    clock.advance(1);
    await goOnWithErasure(at.tools, ids);
    expect((await readErasure(database, ids)).erased_at).not.toBeNull();
  });

  it('does not wait for a post that nobody sends any more, as when the bot was taken from the group', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    const { client_id } = at.shop;
    await at.shop.write('ещё', { who: zulfiya.number });
    const asked = { client_id, user_id: user.user_id, actor: 'x', now: clock.now() };
    const ids = await askForErasure(database, asked);
    await claimNextPost(database, {
      ...(await at.group.place()),
      token: randomUUID(),
      now: clock.now(),
    });
    await database.query(sql`
      UPDATE topic_posts SET lease_until = now() - interval '1 second' WHERE client_id = ${client_id} AND status = 'sending'`);
    await goOnWithErasure(at.tools, ids);
    expect((await readErasure(database, ids)).erased_at).not.toBeNull();
  });

  it('is finished with a last look for what was stored without a row', async () => {
    const at = await house();
    const { user } = await livesIn(at, zulfiya);
    const { client_id } = at.shop;
    const erasure_id = await erase(at, user.user_id);
    const stray = join(mediaDir, client_id, 'stored-too-late.jpg');
    await writeFile(stray, 'her picture');
    await utimes(stray, clock.now(), clock.now());
    clock.advance(16);
    await goOnWithErasure(at.tools, { client_id, erasure_id });
    expect(await readdir(join(mediaDir, client_id))).toEqual([]);
    const row = await database.one(sql`SELECT due_at, finished_at FROM erasures WHERE id = ${erasure_id}`);
    expect(row).toEqual({ due_at: null, finished_at: clock.now() });
  });
});
