import { closeIdleConversation } from '../../../src/conversations/close-idle.js';
import { dueIdle } from '../../../src/conversations/due-turns.js';
import { muteBot } from '../../../src/conversations/mute.js';
import type { Assistant } from '../../../src/assistant/assistant.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { recomputeDueTimes } from '../../../src/handovers/settings-changed.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { msOfHours, plusMinutes, plusMs } from '../../../src/shared/durations.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel } from '../../support/fake-model.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { assistantWith, coffeeIntents, offlineAssistant, takeTurn } from '../../support/turns.js';
import { callPerson } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

/** A user who has asked twice and was answered, with everything delivered. */
async function talked(settings: Record<string, unknown> = {}): Promise<{ shop: Shop; user: Received }> {
  const shop = await openShop(database, clock, { intents: coffeeIntents, settings });
  const user = await shop.write('часы работы');
  await takeTurn(shop, clock, user);
  await shop.write('вы сегодня работаете?');
  await takeTurn(shop, clock, user);
  await delivered(shop);
  return { shop, user };
}

const delivered = (shop: Shop) =>
  database.query(sql`
    UPDATE messages SET delivery_status = 'sent' WHERE client_id = ${shop.client_id} AND delivery_status = 'queued'`);

/** What the sweep finds of this client is looked at. @returns how many */
async function sweep(shop: Shop, assistant: Assistant = offlineAssistant(shop)): Promise<number> {
  const due = (await dueIdle(database, clock.now(), 100)).filter(
    ({ client_id }) => client_id === shop.client_id,
  );
  for (const ids of due) await closeIdleConversation({ ...shop.tools, assistant }, ids);
  return due.length;
}

const statusOf = async ({ conversation_id }: Received): Promise<string> => {
  const { status } = await database.one<{ status: string }>(
    sql`SELECT status FROM conversations WHERE id = ${conversation_id}`,
  );
  return status;
};

describe('A conversation nobody goes on with', () => {
  it('is over with the question for a rating: a lone digit that opens the next one still answers it', async () => {
    const settings = { conversation_idle_hours: 1 };
    const shop = await openShop(database, clock, { intents: coffeeIntents, settings });
    const group = new Group(database, shop);
    const user = await shop.write('позовите человека');
    await callPerson(database, shop, user);
    await group.deliver();
    await group.press(group.find('card'), 'Беру');
    await group.write('Всё исправили');
    await group.press(group.find('card'), 'Решено');
    await delivered(shop);
    await database.query(sql`
      UPDATE conversations SET turn_due_at = NULL, mirror_due_at = NULL WHERE client_id = ${shop.client_id}`);
    clock.advance(2 * 60);
    await sweep(shop);
    expect(await statusOf(user)).toBe('closed');
    const next = await shop.write('спасибо');
    expect(next.conversation_id).not.toBe(user.conversation_id);
    await shop.write('5');
    await takeTurn(shop, clock, next);
    expect((await shop.said(next.conversation_id)).map(({ notice }) => notice)).toEqual(['rated']);
    expect(
      await database.query(sql`SELECT rating FROM handovers WHERE client_id = ${shop.client_id}`),
    ).toEqual([{ rating: 5 }]);
    await shop.write('4');
    await takeTurn(shop, clock, next);
    expect(
      await database.query(sql`SELECT rating FROM handovers WHERE client_id = ${shop.client_id}`),
    ).toEqual([{ rating: 4 }]);
  });

  it('is closed a day after its last message, and the next message opens another one', async () => {
    const { shop, user } = await talked();
    clock.advance(23 * 60);
    await shop.write('спасибо');
    await takeTurn(shop, clock, user);
    clock.advance(2 * 60);
    await sweep(shop);
    expect(await statusOf(user)).toBe('active');
    clock.advance(22 * 60);
    await sweep(shop);
    expect(await statusOf(user)).toBe('closed');
    const next = await shop.write('часы работы');
    expect(next).toMatchObject({ user_id: user.user_id, is_new: true });
    expect(next.conversation_id).not.toBe(user.conversation_id);
    await takeTurn(shop, clock, next);
    expect(await shop.said(next.conversation_id)).toMatchObject([{ content: 'Мы открыты с 9 до 19.' }]);
  });

  it('is not looked at before its time, nor again and again', async () => {
    const { shop, user } = await talked({ conversation_idle_hours: 2 });
    expect(await sweep(shop)).toBe(0);
    clock.advance(100);
    await shop.write('ок');
    await takeTurn(shop, clock, user);
    expect(await sweep(shop)).toBe(0);
    clock.advance(30);
    expect(await sweep(shop)).toBe(1);
    expect(await sweep(shop)).toBe(0);
    clock.advance(95);
    expect(await sweep(shop)).toBe(1);
    expect(await statusOf(user)).toBe('closed');
  });

  it.each<[string, (shop: Shop, user: Received) => Promise<unknown>]>([
    ['a request is open', (shop, user) => callPerson(database, shop, user).then(() => delivered(shop))],
    [
      'the bot is silenced',
      (shop, user) => muteBot(database, { ...shop, ...user, until: plusMinutes(clock.now(), 5_000) }),
    ],
    [
      'a request is put off',
      (_shop, user) =>
        database.query(sql`
          UPDATE conversations SET deferred_until = ${plusMinutes(clock.now(), 5_000)}, deferred_reason = 'intent'
          WHERE id = ${user.conversation_id}`),
    ],
    [
      'something has not been delivered',
      (shop, user) =>
        queueMessage(database, { ...shop, ...user, role: 'assistant', content: 'вот' }, clock.now()),
    ],
    [
      'something is not read',
      (_shop, user) =>
        database.query(
          sql`UPDATE conversations SET turn_due_at = ${clock.now()} WHERE id = ${user.conversation_id}`,
        ),
    ],
    [
      'something is not shown in the topic',
      (_shop, user) =>
        database.query(
          sql`UPDATE conversations SET mirror_due_at = ${clock.now()} WHERE id = ${user.conversation_id}`,
        ),
    ],
  ])('stays open while %s', async (_why, hold) => {
    const { shop, user } = await talked();
    await hold(shop, user);
    clock.advance(25 * 60);
    await sweep(shop);
    expect(await statusOf(user)).toBe('active');
    // Looked at again, but not at every sweep.
    expect(await sweep(shop)).toBe(0);
    clock.advance(16);
    expect(await sweep(shop)).toBe(1);
  });

  it('is closed sooner when the client wants that', async () => {
    const { shop, user } = await talked();
    clock.advance(3 * 60);
    expect(await sweep(shop)).toBe(0);
    await database.query(
      sql`UPDATE client_settings SET conversation_idle_hours = 2 WHERE client_id = ${shop.client_id}`,
    );
    await recomputeDueTimes(database, await loadClientProfile(database, shop.client_id), clock.now());
    expect(await sweep(shop)).toBe(1);
    expect(await statusOf(user)).toBe('closed');
  });
});

describe('The summary of a closed conversation', () => {
  const summaries = (shop: Shop) =>
    database.query(sql`
      SELECT summary FROM conversations WHERE client_id = ${shop.client_id} AND status = 'closed' ORDER BY started_at`);

  it('is what the model knows in the next one', async () => {
    const { shop, user } = await talked();
    const asked: string[] = [];
    const model = fakeModel({
      summary: () => ({ summary: 'Спрашивал о часах, живёт рядом.' }),
      classify: ({ messages }) => {
        asked.push(JSON.stringify(messages));
        return {
          ...{ intent: null, confidence: 0.1, wants_human: false, language: 'ru' },
          ...{ pleasantry: false, out_of_scope: false, summary: '' },
        };
      },
    });
    clock.advance(25 * 60);
    await sweep(shop, assistantWith(shop, model));
    expect(await summaries(shop)).toEqual([{ summary: 'Спрашивал о часах, живёт рядом.' }]);
    const next = await shop.write('Это снова я');
    await takeTurn(shop, clock, { ...next, assistant: assistantWith(shop, model) });
    expect(asked.join()).toContain('Спрашивал о часах, живёт рядом.');
    expect(asked.join()).not.toContain('вы сегодня работаете');
    expect(user.user_id).toBe(next.user_id);
  });

  it('is missing when the model fails; the conversation is closed all the same', async () => {
    const { shop } = await talked();
    clock.advance(25 * 60);
    await sweep(shop, assistantWith(shop, fakeModel({}), 200));
    expect(await summaries(shop)).toEqual([{ summary: null }]);
  });

  it('is thrown away when the user writes while it is made, and nothing is closed', async () => {
    const { shop, user } = await talked();
    clock.advance(25 * 60);
    const model = fakeModel({
      summary: async () => {
        await shop.write('ещё вопрос');
        return { summary: 'Не пригодится.' };
      },
    });
    await sweep(shop, assistantWith(shop, model));
    expect(await statusOf(user)).toBe('active');
    expect((await shop.write('и ещё')).conversation_id).toBe(user.conversation_id);
  });
});

describe('A closed conversation', () => {
  it('goes on when a manager writes first: the answer to it comes into the same one', async () => {
    const { shop, user } = await talked({ topic_mode: 'always' });
    const group = new Group(database, shop);
    await callPerson(database, shop, user);
    await group.deliver();
    await group.write('/resolve');
    await group.deliver();
    await delivered(shop);
    await database.query(
      sql`UPDATE conversations SET mirror_due_at = NULL WHERE client_id = ${shop.client_id}`,
    );
    clock.set(plusMs(clock.now(), msOfHours(50)));
    await sweep(shop);
    expect(await statusOf(user)).toBe('closed');
    await group.write('/take');
    expect(await statusOf(user)).toBe('active');
    expect((await shop.write('Да, слушаю')).conversation_id).toBe(user.conversation_id);
  });
});
