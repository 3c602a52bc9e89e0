import { endMute } from '../../../src/conversations/mute.js';
import type { OwnersMessage } from '../../../src/handovers/owner-answers.js';
import { ownerDeleted, ownerEdited, ownerWrote } from '../../../src/handovers/owner-wrote.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { plusMinutes } from '../../../src/shared/durations.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import type { Shop, Writing } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';
import { callPerson, latestHandover, mirror } from './requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

type Stage = { shop: Shop; group: Group; user: Received };

/** A user with a topic who has asked something and was answered. */
async function talked(settings: Record<string, unknown> = {}): Promise<Stage> {
  const shop = await openShop(database, clock, {
    intents: coffeeIntents,
    settings: { topic_mode: 'always', ...settings },
  });
  const group = new Group(database, shop);
  const user = await shop.write('часы работы');
  await takeTurn(shop, clock, user);
  await shown({ shop, group, user });
  return { shop, group, user };
}

async function shown({ shop, group, user }: Stage): Promise<void> {
  await mirror(shop, user);
  await group.deliver();
}

/** The owner writes to the user on the phone. @returns null when it was known already */
function phone({ shop }: Stage, { text = 'Уже еду', ...more }: Writing & { text?: string } = {}) {
  const { client_id, integration_id, tools } = shop;
  return ownerWrote(tools, { client_id, integration_id, message: onPhone(text, more) });
}

/** As the channel hands over what was written on the phone: who it was written to, and no name but theirs. */
function onPhone(text: string, more: Writing = {}): OwnersMessage {
  const message = inboundMessage(text, clock.now(), more);
  return { ...message, from: { ...message.from, name: null } };
}

const mutedUntil = async ({ user }: Stage): Promise<Date | null> => {
  const { bot_muted_until } = await database.one<{ bot_muted_until: Date | null }>(
    sql`SELECT bot_muted_until FROM conversations WHERE id = ${user.conversation_id}`,
  );
  return bot_muted_until;
};

describe('When the owner answers from the phone', () => {
  it('it joins the history as a person’s answer, and shows in the topic as said on the phone', async () => {
    const stage = await talked();
    await phone(stage);
    await shown(stage);
    expect((await stage.shop.said(stage.user.conversation_id)).at(-1)).toMatchObject({
      role: 'manager',
      content: 'Уже еду',
      delivery_status: 'sent',
    });
    expect(stage.group.all('mirror').at(-1)).toMatch(/телефон[^]*Уже еду/);
  });

  it('a photo does so too', async () => {
    const stage = await talked();
    await phone(stage, { kind: 'image', text: 'Вот он', media: { channel: 'telegram', file_id: 'f' } });
    await shown(stage);
    expect(stage.group.all('mirror').at(-1)).toMatch(/\[image\][^]*Вот он/);
  });

  it('the bot is silent for half an hour from the last answer on, and then answers what has no answer', async () => {
    const stage = await talked();
    const { shop, user } = stage;
    await phone(stage);
    clock.advance(20);
    await phone(stage, { text: 'Буду через час' });
    expect(await mutedUntil(stage)).toEqual(plusMinutes(clock.now(), 30));
    clock.advance(20);
    await shop.write('во сколько вы открываетесь?');
    await takeTurn(shop, clock, user);
    const ids = { client_id: shop.client_id, conversation_id: user.conversation_id };
    await endMute(shop.tools, ids);
    expect((await shop.said(user.conversation_id)).at(-1)).toMatchObject({ content: 'Буду через час' });
    clock.advance(10);
    await endMute(shop.tools, ids);
    await takeTurn(shop, clock, user);
    expect((await shop.said(user.conversation_id)).at(-1)).toMatchObject({
      content: 'Мы открыты с 9 до 19.',
    });
  });

  it('how long is the client’s to say; 0 leaves the bot talking', async () => {
    const long = await talked({ owner_mute_minutes: 90 });
    await phone(long);
    expect(await mutedUntil(long)).toEqual(plusMinutes(clock.now(), 90));
    const never = await talked({ owner_mute_minutes: 0 });
    await phone(never);
    expect(await mutedUntil(never)).toBeNull();
  });

  it('what the bot was about to say is dropped, also from the topic', async () => {
    const stage = await talked();
    const { shop, user, group } = stage;
    await queueMessage(
      database,
      { ...shop, ...user, role: 'assistant', content: 'Мы вам перезвоним' },
      clock.now(),
    );
    await shown(stage);
    await phone(stage);
    await shown(stage);
    expect(await shop.said(user.conversation_id)).toContainEqual(
      expect.objectContaining({ content: 'Мы вам перезвоним', delivery_status: 'dropped' }),
    );
    expect(group.all('mirror').join()).not.toContain('Мы вам перезвоним');
  });

  it('a request that waits becomes the phone’s: nobody is reminded, and the managers see who has it', async () => {
    const stage = await talked();
    await callPerson(database, stage.shop, stage.user);
    await shown(stage);
    await phone(stage);
    await shown(stage);
    expect(await latestHandover(database, stage.shop, stage.user)).toMatchObject({
      status: 'active',
      assigned_to_name: 'с телефона',
      manager_id: null,
      first_response_at: clock.now(),
      waiting_since: null,
      reminder_1_due_at: null,
    });
    expect(stage.group.find('card').text).toContain('с телефона');
  });

  it('a request that a manager has stays theirs, and counts as answered', async () => {
    const stage = await talked();
    await callPerson(database, stage.shop, stage.user);
    await shown(stage);
    await stage.group.press(stage.group.find('card'), 'Беру');
    await phone(stage);
    expect(await latestHandover(database, stage.shop, stage.user)).toMatchObject({
      status: 'active',
      assigned_to_name: 'Тимур',
      waiting_since: null,
    });
  });

  it('no request is opened where none is', async () => {
    const stage = await talked();
    await phone(stage);
    expect(await stage.shop.handovers(stage.user.user_id)).toEqual([]);
  });

  it('told of twice, it counts once', async () => {
    const stage = await talked();
    expect(await phone(stage, { external_message_id: 'same' })).not.toBeNull();
    clock.advance(10);
    expect(await phone(stage, { external_message_id: 'same' })).toBeNull();
    expect(await mutedUntil(stage)).toEqual(plusMinutes(clock.now(), 20));
  });

  it('an echo of what we sent ourselves is no answer of the owner', async () => {
    const stage = await talked();
    const { shop, user } = stage;
    const sent = await queueMessage(
      database,
      { ...shop, ...user, role: 'assistant', content: 'Да' },
      clock.now(),
    );
    await database.query(sql`
      UPDATE messages SET delivery_status = 'sent', external_message_id = 'ours' WHERE id = ${sent.id}`);
    expect(await phone(stage, { external_message_id: 'ours', text: 'Да' })).toBeNull();
    expect(await mutedUntil(stage)).toBeNull();
  });

  it('a conversation that was closed meanwhile goes on, and its bot is silent', async () => {
    const stage = await talked();
    const { shop, user } = stage;
    await database.query(sql`
      UPDATE conversations SET status = 'closed', closed_at = ${clock.now()}, idle_due_at = NULL
      WHERE id = ${user.conversation_id}`);
    await phone(stage);
    const next = await shop.write('во сколько вы открываетесь?');
    expect(next.conversation_id).toBe(user.conversation_id);
    await takeTurn(shop, clock, next);
    expect((await shop.said(user.conversation_id)).at(-1)).toMatchObject({ content: 'Уже еду' });
  });

  it('a place, a number and an answer to a certain message are kept as what they are', async () => {
    const stage = await talked();
    const { shop, user } = stage;
    const asked = await shop.write('где вы?', { external_message_id: 'q1' });
    const location = { latitude: 43.2, longitude: 76.9, title: 'Кофейня' };
    await phone(stage, { kind: 'location', text: '', details: { location }, reply_to_external_id: 'q1' });
    const stored = await database.one(sql`
      SELECT kind, entities, reply_to_message_id FROM messages
      WHERE conversation_id = ${user.conversation_id} AND role = 'manager'`);
    expect(stored).toEqual({
      kind: 'location',
      entities: { location },
      reply_to_message_id: asked.message_id,
    });
  });

  it('the parts of an album stay together', async () => {
    const stage = await talked();
    const photo = { kind: 'image', text: '', album_id: 'menu' } as const;
    await phone(stage, { ...photo, media: { channel: 'telegram', file_id: 'f1' } });
    clock.advance(1 / 100);
    await phone(stage, { ...photo, media: { channel: 'telegram', file_id: 'f2' } });
    await mirror(stage.shop, stage.user);
    clock.advance(1);
    await shown(stage);
    expect(stage.group.all('mirror').at(-1)).toMatch(/\[image\][^]*\[image\]/);
  });
});

describe('When the owner writes first from the phone', () => {
  const write = async (shop: Shop, text: string, more: Writing = {}) =>
    ownerWrote(shop.tools, { ...shop, message: onPhone(text, { who: '+77010000009', ...more }) });
  const people = async ({ client_id }: Shop) =>
    database.query<{ name: string | null; conversations: number; messages: number }>(sql`
      SELECT u.name, (SELECT count(*)::int FROM conversations c WHERE c.user_id = u.id) AS conversations,
        (SELECT count(*)::int FROM messages m WHERE m.user_id = u.id) AS messages
      FROM users u WHERE u.client_id = ${client_id}`);

  it('to somebody nobody has written with, there is a conversation, and the bot is silent in it', async () => {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    expect(await write(shop, 'Ваш заказ готов')).not.toBeNull();
    expect(await people(shop)).toEqual([{ name: null, conversations: 1, messages: 1 }]);
    const answer = await shop.write('часы работы', { who: '+77010000009' });
    await takeTurn(shop, clock, answer);
    expect((await shop.said(answer.conversation_id)).map(({ content }) => content)).toEqual([
      'Ваш заказ готов',
    ]);
    expect(await people(shop)).toEqual([{ name: 'Анна', conversations: 1, messages: 2 }]);
  });

  it('a client that wants a topic for everybody gets one', async () => {
    const shop = await openShop(database, clock, { settings: { topic_mode: 'always' } });
    const group = new Group(database, shop);
    await write(shop, 'Ваш заказ готов');
    expect(shop.rung).toContain('mirror');
    const { id: conversation_id } = await database.one<{ id: Received['conversation_id'] }>(
      sql`SELECT id FROM conversations WHERE client_id = ${shop.client_id}`,
    );
    await mirror(shop, { conversation_id });
    await group.deliver();
    expect(group.all('mirror').join()).toContain('Ваш заказ готов');
  });

  it('told of it by many at once, one person, one conversation, one message', async () => {
    const shop = await openShop(database, clock);
    const twice = Array.from({ length: 6 }, () =>
      write(shop, 'Ваш заказ готов', { external_message_id: 'w' }),
    );
    const stored = (await Promise.all(twice)).filter((id) => id !== null);
    expect(stored).toHaveLength(1);
    expect(await people(shop)).toEqual([{ name: null, conversations: 1, messages: 1 }]);
  });

  it('while the person writes for the first time too, they meet in one conversation', async () => {
    const shop = await openShop(database, clock);
    await Promise.all([write(shop, 'Ваш заказ готов'), shop.write('привет', { who: '+77010000009' })]);
    expect(await people(shop)).toEqual([expect.objectContaining({ conversations: 1, messages: 2 })]);
  });

  it('on a connection that is not the client’s, nothing is stored', async () => {
    const [shop, other] = [await openShop(database, clock), await openShop(database, clock)];
    const { integration_id } = other;
    await expect(
      ownerWrote(shop.tools, { client_id: shop.client_id, integration_id, message: onPhone('кто здесь?') }),
    ).rejects.toThrow('has no integration');
  });
});

describe('When the owner thinks better of it on the phone', () => {
  const place = ({ client_id, integration_id }: Shop) => ({ client_id, integration_id });
  const edit = async ({ shop }: Stage, text: string, external_message_id: string) =>
    ownerEdited(shop.tools, {
      ...place(shop),
      edit: { message: onPhone(text, { external_message_id }), edited_at: clock.now() },
    });
  const takeBack = async ({ shop }: Stage, external_message_id: string) =>
    ownerDeleted(shop.tools, {
      ...place(shop),
      ...{ external_chat_id: '700', external_message_id, deleted_at: clock.now() },
    });

  it('an edit is kept, and shows in the topic, once', async () => {
    const stage = await talked();
    await phone(stage, { external_message_id: 'e1' });
    await shown(stage);
    clock.advance(1);
    expect(await edit(stage, 'Уже у вас', 'e1')).toBe('edited');
    expect(await edit(stage, 'Уже у вас', 'e1')).toBe('unchanged');
    await shown(stage);
    expect(stage.group.all('mirror').at(-1)).toMatch(/Уже у вас[^]*Уже еду/);
    expect(
      await database.one(sql`
        SELECT shown_edits, amend_due_at FROM messages
        WHERE client_id = ${stage.shop.client_id} AND external_message_id = 'e1'`),
    ).toEqual({ shown_edits: 1, amend_due_at: null });
  });

  it('an edit of what never came to us counts as written', async () => {
    const stage = await talked();
    expect(await edit(stage, 'Уже у вас', 'e2')).toBe('received');
    expect((await stage.shop.said(stage.user.conversation_id)).at(-1)).toMatchObject({
      content: 'Уже у вас',
    });
  });

  it('what is taken back is marked in the topic and not erased, once', async () => {
    const stage = await talked();
    await phone(stage, { external_message_id: 'd1' });
    await shown(stage);
    expect(await takeBack(stage, 'd1')).toBe(true);
    expect(await takeBack(stage, 'd1')).toBe(false);
    await shown(stage);
    expect(stage.group.all('mirror').at(-1)).toMatch(/Уже еду[^]*удалено/);
    expect(await takeBack(stage, 'never seen')).toBe(false);
  });
});
