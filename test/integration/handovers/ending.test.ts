import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { openDeferredHandover } from '../../../src/handovers/open-deferred.js';
import { ownerAnswers } from '../../../src/handovers/owner-answers.js';
import { recomputeDueTimes } from '../../../src/handovers/settings-changed.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { plusMinutes } from '../../../src/shared/durations.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group, olga, timur } from '../../support/group.js';
import { inboundMessage, openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { takeTurn } from '../../support/turns.js';
import { callPerson, latestHandover } from './requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

async function asked(
  settings: Record<string, unknown> = {},
): Promise<{ shop: Shop; group: Group; user: Received }> {
  const shop = await openShop(database, clock, { settings });
  const group = new Group(database, shop);
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  // The turn has read it.
  await database.query(sql`
    UPDATE conversations SET turn_read_seq = 1, turn_due_at = NULL, turn_waiting_since = NULL WHERE id = ${user.conversation_id}`);
  await group.deliver();
  return { shop, group, user };
}

type Dialogue = {
  turn_due_at: Date | null;
  turn_read_seq: number;
  bot_status: string;
  handback_from_seq: number | null;
  handback_to_seq: number | null;
  deferred_until: Date | null;
  deferred_reason: string | null;
};

async function dialogue({ conversation_id }: Received): Promise<Dialogue> {
  return database.one<Dialogue>(sql`SELECT * FROM conversations WHERE id = ${conversation_id}`);
}

async function notices(shop: Shop, { conversation_id }: Received): Promise<(string | null)[]> {
  return (await shop.said(conversation_id)).flatMap(({ notice }) => (notice ? [notice] : []));
}

describe('[Решено]', () => {
  it('ends the request with a notice and a closed card, and leaves the backlog alone', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Беру');
    await shop.write('ещё вопрос');
    expect((await group.press(group.find('card'), 'Решено', olga)).text).toContain('решён');
    await group.deliver();
    expect(group.find('card').text).toContain('Решено: Ольга');
    expect(group.find('card').buttons).toEqual([]);
    expect(await latestHandover(database, shop, user)).toMatchObject({
      status: 'resolved',
      auto_close_due_at: null,
    });
    expect(await notices(shop, user)).toEqual(['handover_opened', 'resolved']);
    expect(await dialogue(user)).toMatchObject({ turn_due_at: null });
  });

  it('pressed after somebody else has ended it says who and when', async () => {
    const { group } = await asked();
    const card = { ...group.find('card') };
    await group.press(card, 'Решено', olga);
    expect((await group.press(card, 'Беру', timur)).text).toMatch(/Уже завершено: Ольга, \d\d:\d\d/);
  });
});

describe('[Вернуть боту]', () => {
  it('tells the bot which stretch a person spoke in, and lets it answer what is unanswered', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Беру');
    await group.write('Скидку сделаем');
    await shop.write('а до скольки вы открыты?');
    await group.press(group.find('card'), 'Вернуть боту');
    const now = await dialogue(user);
    expect(now.turn_due_at).toEqual(clock.now());
    expect(now.handback_from_seq).toBe(2);
    expect(now.handback_to_seq).toBe(3);
    const [unread] = await database.query<{ content: string }>(sql`
      SELECT content FROM messages WHERE conversation_id = ${user.conversation_id} AND role = 'user' AND seq > ${now.turn_read_seq}`);
    expect(unread?.content).toBe('а до скольки вы открыты?');
    expect(await notices(shop, user)).toContain('returned');
  });

  it('does not make the bot read again what it has handed over itself', async () => {
    const { group, user } = await asked();
    await group.press(group.find('card'), 'Вернуть боту');
    expect(await dialogue(user)).toMatchObject({ turn_due_at: null, turn_read_seq: 1 });
  });

  it('does not make the bot read again what a person settled in an earlier request', async () => {
    const { shop, group, user } = await asked();
    await shop.write('во сколько закрываетесь?');
    await group.press(group.find('card'), 'Решено');
    await group.deliver();
    clock.advance(60);
    await group.write('/take');
    await group.deliver();
    expect((await group.press(group.find('card'), 'Вернуть боту')).text).toContain('снова отвечает бот');
    expect(await dialogue(user)).toMatchObject({ turn_due_at: null });
  });

  it('ends a mute too', async () => {
    const { group, user } = await asked();
    await database.query(sql`
      UPDATE conversations SET bot_status = 'muted', bot_muted_until = now() + interval '1 day' WHERE id = ${user.conversation_id}`);
    await group.press(group.find('card'), 'Вернуть боту');
    expect(await dialogue(user)).toMatchObject({ bot_status: 'active' });
  });
});

describe('Soon after a person has answered', () => {
  async function answeredAndEnded(settings: Record<string, unknown> = {}) {
    const at = await asked(settings);
    await at.group.press(at.group.find('card'), 'Беру');
    await at.group.write('Готово');
    await at.group.press(at.group.find('card'), 'Решено');
    clock.advance(5);
    return at;
  }
  const understood = { reason: 'low_confidence', trigger_type: 'intent', explicit: false } as const;

  it('a request that nobody asked for outright waits, and the user is told once', async () => {
    const { shop, user } = await answeredAndEnded();
    expect(await callPerson(database, shop, user, understood)).toEqual({
      outcome: 'deferred',
      handover_id: null,
    });
    expect(await callPerson(database, shop, user, understood)).toEqual({
      outcome: 'deferred',
      handover_id: null,
    });
    const { deferred_until, deferred_reason } = await dialogue(user);
    expect(deferred_reason).toBe('low_confidence');
    expect(deferred_until!.getTime() - clock.now().getTime()).toBe(25 * 60_000);
    expect((await notices(shop, user)).filter((name) => name === 'deferred')).toHaveLength(1);
  });

  it('it opens when the time has come', async () => {
    const { shop, user } = await answeredAndEnded();
    await callPerson(database, shop, user, understood);
    const ids = { client_id: shop.client_id, conversation_id: user.conversation_id };
    await openDeferredHandover(shop.tools, ids);
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'resolved' });
    clock.advance(25);
    await Promise.all([openDeferredHandover(shop.tools, ids), openDeferredHandover(shop.tools, ids)]);
    expect(await latestHandover(database, shop, user)).toMatchObject({
      status: 'pending',
      reason: 'low_confidence',
      trigger_type: 'intent',
    });
    expect(await shop.handovers(user.user_id)).toHaveLength(2);
    expect(await dialogue(user)).toMatchObject({ deferred_until: null });
  });

  it('it does not open when the bot has answered meanwhile', async () => {
    const { shop, user } = await answeredAndEnded();
    await callPerson(database, shop, user, understood);
    clock.advance(10);
    await queueMessage(
      database,
      {
        client_id: shop.client_id,
        conversation_id: user.conversation_id,
        role: 'assistant',
        content: 'С 9 до 19.',
      },
      clock.now(),
    );
    clock.advance(20);
    await openDeferredHandover(shop.tools, {
      client_id: shop.client_id,
      conversation_id: user.conversation_id,
    });
    expect(await shop.handovers(user.user_id)).toHaveLength(1);
    expect(await dialogue(user)).toMatchObject({ deferred_until: null });
  });

  it('it opens also when the user was told meanwhile how to get help: that answers nothing', async () => {
    const { shop, user } = await answeredAndEnded();
    await callPerson(database, shop, user, understood);
    await shop.write('/help', { command: 'help' });
    await takeTurn(shop, clock, user);
    expect((await shop.said(user.conversation_id)).at(-1)?.content).toContain('/human');
    clock.advance(30);
    await openDeferredHandover(shop.tools, {
      client_id: shop.client_id,
      conversation_id: user.conversation_id,
    });
    expect(await latestHandover(database, shop, user)).toMatchObject({ status: 'pending' });
  });

  it('who asks outright gets a person at once', async () => {
    const { shop, user } = await answeredAndEnded();
    await callPerson(database, shop, user, understood);
    expect(await callPerson(database, shop, user)).toMatchObject({ outcome: 'opened' });
    expect(await dialogue(user)).toMatchObject({ deferred_until: null });
  });

  it('counts working minutes', async () => {
    clock.set('2026-11-23T12:50:00Z');
    const working_hours = JSON.stringify({ 'mon-sun': ['09:00-13:00', '14:00-19:00'] });
    const { shop, user } = await answeredAndEnded({ working_hours });
    await callPerson(database, shop, user, understood);
    expect((await dialogue(user)).deferred_until).toEqual(new Date('2026-11-23T14:20:00Z'));
  });

  it('opens sooner when the client shortens the cooldown, and at once without one', async () => {
    const { shop, user } = await answeredAndEnded();
    await callPerson(database, shop, user, understood);
    const changeTo = async (minutes: number): Promise<Date | null> => {
      await database.query(sql`
        UPDATE client_settings SET escalation_cooldown_minutes = ${minutes} WHERE client_id = ${shop.client_id}`);
      const profile = await loadClientProfile(database, shop.client_id);
      await database.transaction((tx) => recomputeDueTimes(tx, profile, clock.now()));
      return (await dialogue(user)).deferred_until;
    };
    expect(await changeTo(15)).toEqual(plusMinutes(clock.now(), 10));
    expect(await changeTo(0)).toEqual(clock.now());
  });

  it('nothing waits when nobody had answered', async () => {
    const { shop, group, user } = await asked();
    await group.press(group.find('card'), 'Решено');
    expect(await callPerson(database, shop, user, understood)).toMatchObject({ outcome: 'opened' });
  });
});

describe('The owner answers from the phone', () => {
  async function phone(shop: Shop, user: Received, external_message_id: string) {
    const profile = await loadClientProfile(database, shop.client_id);
    return database.transaction((tx) =>
      ownerAnswers(tx, {
        profile,
        conversation_id: user.conversation_id,
        message: inboundMessage('Уже еду', clock.now(), { external_message_id }),
        now: clock.now(),
      }),
    );
  }

  it('takes what waits, silences the bot, and counts once', async () => {
    const { shop, group, user } = await asked();
    expect(await phone(shop, user, 'p1')).not.toBeNull();
    expect(await phone(shop, user, 'p1')).toBeNull();
    await group.deliver();
    expect(group.find('card').text).toContain('с телефона');
    expect(await latestHandover(database, shop, user)).toMatchObject({
      status: 'active',
      assigned_to_name: 'с телефона',
      waiting_since: null,
    });
    expect(await dialogue(user)).toMatchObject({ bot_status: 'muted', handback_from_seq: null });
  });

  it('opens no request where none is open', async () => {
    const shop = await openShop(database, clock);
    const user = await shop.write('привет');
    await phone(shop, user, 'p2');
    expect(await shop.handovers(user.user_id)).toEqual([]);
    expect(await dialogue(user)).toMatchObject({ bot_status: 'muted' });
  });
});
