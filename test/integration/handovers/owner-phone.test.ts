import { endMute } from '../../../src/conversations/mute.js';
import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { ownerAnswers } from '../../../src/handovers/owner-answers.js';
import type { OwnersAnswer } from '../../../src/handovers/owner-answers.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { plusMinutes } from '../../../src/shared/durations.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
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

let answers = 0;

/** The owner writes to the user on the phone. @returns null when it was known already */
async function phone({ shop, user }: Stage, more: Partial<OwnersAnswer> = {}) {
  const profile = await loadClientProfile(database, shop.client_id);
  return database.transaction((tx) =>
    ownerAnswers(tx, {
      profile,
      conversation_id: user.conversation_id,
      external_message_id: `phone-${(answers += 1)}`,
      kind: 'text',
      text: 'Уже еду',
      media: null,
      sent_at: clock.now(),
      now: clock.now(),
      ...more,
    }),
  );
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
});
