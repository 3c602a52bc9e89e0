import { GrammyError } from 'grammy';
import type { BotApi } from '../../../bots/telegram/bot-api.js';
import { threadFor } from '../../../bots/telegram/topic-thread.js';
import { sql } from '../../../src/shared/database.js';
import type { Database } from '../../../src/shared/database.js';
import { silentLogger } from '../../../src/shared/logger.js';
import { claimNextPost } from '../../../src/topics/post-outbox.js';
import type { ClaimedPost } from '../../../src/topics/post-outbox.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import { callPerson } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

/** The card of a first request, which needs a topic. */
async function cardToSend(): Promise<ClaimedPost> {
  const shop = await openShop(database, clock, { settings: { group_is_forum: true } });
  await callPerson(database, shop, await shop.write('позовите человека'));
  const place = await new Group(database, shop).place();
  const post = await claimNextPost(database, { ...place, token: crypto.randomUUID(), now: clock.now() });
  if (!post?.topic) throw new Error('no card');
  return post;
}

function thread(post: ClaimedPost, createForumTopic: () => Promise<unknown>, db = database) {
  const bot = { api: { createForumTopic } } as unknown as BotApi;
  const spend = <T>(call: () => Promise<T>): Promise<T> => call();
  return threadFor(post, { tools: { db, logger: silentLogger }, bot, chat: -1, spend });
}

describe('the topic of a request', () => {
  it('is made once, also when the database is away just then', async () => {
    const post = await cardToSend();
    let failures = 1;
    const shaky: Database = {
      ...database,
      one: async (statement) => {
        if (failures-- > 0) throw new Error('Connection terminated unexpectedly');
        return database.one(statement);
      },
    };
    let made = 0;
    expect(await thread(post, async () => ({ message_thread_id: 70 + (made += 1) }), shaky)).toBe(71);
    expect(made).toBe(1);
    expect(
      await database.one(sql`SELECT thread_id, status FROM topics WHERE id = ${post.topic?.id}`),
    ).toMatchObject({ thread_id: 71, status: 'open' });
  });

  it('that Telegram refuses, for whatever reason, keeps no request from the managers', async () => {
    const post = await cardToSend();
    const refused = new GrammyError(
      'refused',
      { ok: false, error_code: 400, description: 'Bad Request: TOPIC_TITLE_INVALID' },
      'createForumTopic',
      {},
    );
    expect(await thread(post, () => Promise.reject(refused))).toBeNull();
  });
});
