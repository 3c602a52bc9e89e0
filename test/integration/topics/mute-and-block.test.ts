import { endMute } from '../../../src/conversations/mute.js';
import type { Channel } from '../../../src/integrations/channel.js';
import { deliverMessage, nextMessages } from '../../../src/messages/deliver-message.js';
import { queueMessage } from '../../../src/messages/queue-message.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { acquireLeases } from '../../../src/shared/leases.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';
import { callPerson, mirror } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

type Stage = { shop: Shop; group: Group; user: Received };

/** A user with a topic, whose request for a person has been resolved, unless it is to stay open. */
async function known({ isOpen = false } = {}): Promise<Stage> {
  const shop = await openShop(database, clock, { intents: coffeeIntents });
  const group = new Group(database, shop);
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  await takeTurn(shop, clock, user);
  await group.deliver();
  if (!isOpen) await group.write('/resolve');
  await group.deliver();
  clock.advance(1);
  return { shop, group, user };
}

const lastSaid = async ({ shop, user }: Stage) => (await shop.said(user.conversation_id)).at(-1);
const noteOf = async ({ group }: Stage, command: string): Promise<string> => {
  await group.write(command);
  await group.deliver();
  return group.all('text').at(-1) ?? '';
};

describe('/mute', () => {
  it('says until when, drops what the bot was about to say, and /info shows it', async () => {
    const stage = await known();
    const { shop, user, group } = stage;
    await queueMessage(
      database,
      { ...shop, conversation_id: user.conversation_id, role: 'assistant', content: 'уже пишу' },
      clock.now(),
    );
    clock.set('2026-11-23T12:00:00Z');
    expect(await noteOf(stage, '/mute 2ч')).toContain('Снова ответит сегодня в 14:00');
    expect(await lastSaid(stage)).toMatchObject({ content: 'уже пишу', delivery_status: 'dropped' });
    await group.write('/info');
    await group.deliver();
    expect(group.all('text').at(-1)).toContain('Бот снова ответит: сегодня в 14:00');
  });

  it('without a length is half an hour, and a shorter one is as good as a longer one', async () => {
    const stage = await known();
    clock.set('2026-11-24T12:00:00Z');
    expect(await noteOf(stage, '/mute')).toContain('сегодня в 12:30');
    expect(await noteOf(stage, '/mute 10м')).toContain('сегодня в 12:10');
  });

  it('explains itself when it is given no length, or more than 30 days', async () => {
    const stage = await known();
    for (const wrong of ['/mute навсегда', '/mute 31d', '/mute 0']) {
      expect(await noteOf(stage, wrong)).toContain('/mute 30м');
    }
  });

  it('ends with an answer to what was asked meanwhile', async () => {
    const stage = await known();
    const { shop, user } = stage;
    await noteOf(stage, '/mute 30m');
    await shop.write('часы работы');
    await takeTurn(shop, clock, user);
    expect(await lastSaid(stage)).toMatchObject({ notice: 'resolved' });
    clock.advance(30);
    await endMute(shop.tools, { ...shop, conversation_id: user.conversation_id });
    await takeTurn(shop, clock, user);
    expect(await lastSaid(stage)).toMatchObject({ content: 'Мы открыты с 9 до 19.' });
  });

  it('is ended early by /unmute, with the same answer', async () => {
    const stage = await known();
    const { shop, user } = stage;
    expect(await noteOf(stage, '/unmute')).toContain('и так отвечает');
    await noteOf(stage, '/mute 1d');
    await shop.write('часы работы');
    await takeTurn(shop, clock, user);
    expect(await noteOf(stage, '/unmute')).toContain('Бот снова отвечает');
    await takeTurn(shop, clock, user);
    expect(await lastSaid(stage)).toMatchObject({ content: 'Мы открыты с 9 до 19.' });
  });

  it('is ended by /bot too, where no request is open', async () => {
    const stage = await known();
    expect(await noteOf(stage, '/bot')).toContain('Открытого запроса здесь нет');
    await noteOf(stage, '/mute 1d');
    expect(await noteOf(stage, '/bot')).toContain('Бот снова отвечает');
  });

  it('and an open request both end with /unmute', async () => {
    const stage = await known({ isOpen: true });
    await noteOf(stage, '/mute 1d');
    expect(await noteOf(stage, '/unmute')).toContain('снова отвечает бот');
    expect(await stage.shop.handovers(stage.user.user_id)).toMatchObject([{ status: 'bot_handling' }]);
  });
});

describe('/block', () => {
  it('ends the request without a word, and says so on the card and in /info', async () => {
    const stage = await known({ isOpen: true });
    const { shop, group, user } = stage;
    const before = await shop.said(user.conversation_id);
    expect(await noteOf(stage, '/block')).toContain('Клиент заблокирован');
    expect(await shop.said(user.conversation_id)).toEqual(before);
    expect(await shop.handovers(user.user_id)).toMatchObject([{ status: 'resolved' }]);
    expect(group.find('card').text).toContain('Заблокирован');
    expect(await noteOf(stage, '/info')).toContain('Заблокирован: сегодня в');
    expect(await noteOf(stage, '/block')).toContain('уже заблокирован');
  });

  it('leaves nothing for the user but being heard: no answer, no request, no clock', async () => {
    const stage = await known();
    const { shop, group, user } = stage;
    await noteOf(stage, '/block');
    const before = await shop.said(user.conversation_id);
    for (const text of ['часы работы', 'позовите человека', 'мне привезли холодный кофе']) {
      await shop.write(text, { command: text.startsWith('позовите') ? 'human' : null });
      await takeTurn(shop, clock, user);
    }
    expect(await shop.said(user.conversation_id)).toEqual(before);
    expect(await shop.handovers(user.user_id)).toHaveLength(1);
    await mirror(shop, user);
    await group.deliver();
    expect(group.all('mirror').join()).toContain('холодный кофе');
  });

  it('counts for a turn that had begun before: nobody is called', async () => {
    const stage = await known();
    const { shop, user } = stage;
    await shop.write('мне привезли холодный кофе');
    const db = {
      ...database,
      transaction: async <T>(work: Parameters<typeof database.transaction<T>>[0]) => {
        await database.query(sql`UPDATE users SET blocked_at = now() WHERE id = ${user.user_id}`);
        return database.transaction(work);
      },
    };
    await takeTurn({ ...shop, tools: { ...shop.tools, db } }, clock, user);
    expect(await shop.handovers(user.user_id)).toHaveLength(1);
  });

  it('stops a reply too that was being sent in that moment and has to be sent again', async () => {
    const stage = await known();
    const { shop, user } = stage;
    const { client_id, integration_id } = shop;
    await database.query(
      sql`UPDATE messages SET delivery_status = 'sent' WHERE client_id = ${client_id} AND direction = 'outbound'`,
    );
    const [lease] = await acquireLeases(database, {
      ...{ keys: [`telegram:${client_id}`], holder: 'test', bellQueue: 'test', ttlSeconds: 60 },
    });
    let sendings = 0;
    const channel = {
      sendPart: async () => {
        sendings += 1;
        await noteOf(stage, '/block');
        return { type: 'later', retry_after_ms: 1_000 } as const;
      },
    } as unknown as Channel;
    const sender = { client_id, integration_id, lease: lease!, channel };
    const reply = {
      client_id,
      conversation_id: user.conversation_id,
      role: 'assistant',
      content: 'уже пишу',
    } as const;
    await queueMessage(database, reply, clock.now());
    for (let round = 0; round < 2; round += 1) {
      for (const message of await nextMessages(shop.tools, sender, 5))
        await deliverMessage(shop.tools, sender, message);
      clock.advance(1);
    }
    expect(sendings).toBe(1);
    expect(await lastSaid(stage)).toMatchObject({ content: 'уже пишу', delivery_status: 'dropped' });
  });

  it('is taken back by /unblock: what is written from then on is answered, the rest is not', async () => {
    const stage = await known();
    const { shop, group, user } = stage;
    expect(await noteOf(stage, '/unblock')).toContain('не заблокирован');
    await noteOf(stage, '/block');
    await shop.write('часы работы');
    expect(await noteOf(stage, '/unblock')).toContain('разблокирован');
    await takeTurn(shop, clock, user);
    expect(await lastSaid(stage)).toMatchObject({ notice: 'resolved' });
    expect(group.find('card').text).not.toContain('Заблокирован');
    await shop.write('во сколько вы открываетесь?');
    await takeTurn(shop, clock, user);
    expect(await lastSaid(stage)).toMatchObject({ content: 'Мы открыты с 9 до 19.' });
  });

  it('and neither is it when the bot is silenced afterwards, and that ends', async () => {
    const stage = await known();
    const { shop, user } = stage;
    await noteOf(stage, '/block');
    await shop.write('часы работы');
    await takeTurn(shop, clock, user);
    await noteOf(stage, '/unblock');
    await noteOf(stage, '/mute 30m');
    clock.advance(1);
    await noteOf(stage, '/unmute');
    await takeTurn(shop, clock, user);
    expect(await lastSaid(stage)).toMatchObject({ notice: 'resolved' });
    await noteOf(stage, '/mute 30m');
    await shop.write('во сколько вы открываетесь?');
    await takeTurn(shop, clock, user);
    await noteOf(stage, '/unmute');
    await takeTurn(shop, clock, user);
    expect(await lastSaid(stage)).toMatchObject({ content: 'Мы открыты с 9 до 19.' });
  });
});
