import { loadClientProfile } from '../../../src/clients/client-profile.js';
import { ownerWrote } from '../../../src/handovers/owner-wrote.js';
import type { InboundMessage } from '../../../src/messages/inbound-message.js';
import { receiveMessage } from '../../../src/messages/receive-message.js';
import { storeInbound } from '../../../src/messages/store-inbound.js';
import { sql } from '../../../src/shared/database.js';
import { joinAddresses } from '../../../src/users/join-addresses.js';
import { mergeUsers } from '../../../src/users/merge-users.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { Group } from '../../support/group.js';
import { inboundMessage } from '../../support/shop.js';
import { takeTurn } from '../../support/turns.js';
import { callPerson, mirror } from '../handovers/requests.js';
import { lid, merge, openTwoMessengers, part, phone } from './people.js';
import type { TwoMessengers } from './people.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const number = phone('+77010000001');
const hidden = lid('123456789012345');

/** What is left of a person: users kept as themselves, open conversations, topics that are written in. */
async function countOf({ client_id }: TwoMessengers) {
  return database.one<{ users: number; conversations: number; topics: number; requests: number }>(sql`
    SELECT (SELECT count(*) FROM users WHERE client_id = ${client_id} AND merged_into IS NULL) AS users,
      (SELECT count(*) FROM conversations WHERE client_id = ${client_id} AND status = 'active') AS conversations,
      (SELECT count(*) FROM topics t JOIN users u ON u.id = t.user_id
       WHERE t.client_id = ${client_id} AND u.merged_into IS NULL) AS topics,
      (SELECT count(*) FROM handovers WHERE client_id = ${client_id} AND status IN ('pending', 'active')) AS requests`);
}

describe('One person on WhatsApp, known by the phone and by the address that hides it', () => {
  it.each([
    ['by phone first', [number], [hidden]],
    ['by the hidden address first', [hidden], [number]],
  ])('%s: one user, one conversation, one topic', async (_order, first, second) => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    await callPerson(database, shop, await shop.onWhatsApp('первое', first));
    await group.deliver();
    await callPerson(database, shop, await shop.onWhatsApp('второе', second));
    await group.deliver();
    expect(await countOf(shop)).toEqual({ users: 2, conversations: 2, topics: 2, requests: 2 });
    const third = await shop.onWhatsApp('третье', [...second, ...first]);
    expect(await countOf(shop)).toEqual({ users: 1, conversations: 1, topics: 1, requests: 1 });
    await mirror(shop, third);
    await group.deliver();
    const texts = await database.query<{ content: string }>(sql`
      SELECT content FROM messages WHERE conversation_id = ${third.conversation_id} AND role = 'user' ORDER BY seq`);
    expect(texts.map(({ content }) => content)).toEqual(['первое', 'второе', 'третье']);
    expect(group.find('mirror', 'третье').thread_id).toBe(
      group.posts.find(({ kind }) => kind === 'card')?.thread_id,
    );
  });

  it('is one also when the messenger tells it between two messages', async () => {
    const shop = await openTwoMessengers(database, clock);
    const first = await shop.onWhatsApp('первое', [hidden]);
    await shop.onWhatsApp('второе', [number]);
    const join = (): Promise<unknown> =>
      joinAddresses(shop.tools, { client_id: shop.client_id, identities: [number, hidden] });
    expect(await join()).toBe(first.user_id);
    expect(await join()).toBe(first.user_id);
    expect((await shop.onWhatsApp('третье', [number])).user_id).toBe(first.user_id);
    expect(await countOf(shop)).toMatchObject({ users: 1, conversations: 1 });
  });

  it('is found by a phone that came with the hidden address before anybody was known by it', async () => {
    const shop = await openTwoMessengers(database, clock);
    const first = await shop.onWhatsApp('первое', [hidden]);
    await joinAddresses(shop.tools, { client_id: shop.client_id, identities: [hidden, number] });
    expect((await shop.onWhatsApp('второе', [number])).user_id).toBe(first.user_id);
  });

  it('is one after a crash between storing what tells it and joining: it is delivered again', async () => {
    const shop = await openTwoMessengers(database, clock);
    await shop.onWhatsApp('первое', [number]);
    await shop.onWhatsApp('второе', [hidden]);
    const { client_id, phone_id: integration_id } = shop;
    const text = inboundMessage('третье', clock.now());
    const message = { ...text, from: { ...text.from, identities: [hidden, number] } };
    const received = { client_id, integration_id, message };
    await storeInbound(database, { ...received, now: clock.now() });
    expect(await countOf(shop)).toMatchObject({ users: 2 });
    expect(await receiveMessage(shop.tools, received)).toMatchObject({ is_new: false });
    expect(await countOf(shop)).toMatchObject({ users: 1, conversations: 1 });
  });

  it('is nobody while no message has come', async () => {
    const shop = await openTwoMessengers(database, clock);
    expect(
      await joinAddresses(shop.tools, { client_id: shop.client_id, identities: [hidden, number] }),
    ).toBeNull();
  });

  it('stays two when a manager has parted them', async () => {
    const shop = await openTwoMessengers(database, clock);
    const first = await shop.onWhatsApp('первое', [number]);
    await shop.onWhatsApp('второе', [hidden]);
    await shop.onWhatsApp('третье', [hidden, number]);
    await part(database, shop, first.user_id);
    shop.rung.length = 0;
    await shop.onWhatsApp('четвёртое', [hidden, number]);
    expect(await countOf(shop)).toMatchObject({ users: 2 });
    expect(shop.rung).toContain('turn');
  });
});

describe('A phone number shared on Telegram', () => {
  async function shares(shop: TwoMessengers, identities: InboundMessage['from']['identities']) {
    const message = inboundMessage('', clock.now());
    return receiveMessage(shop.tools, {
      client_id: shop.client_id,
      integration_id: shop.integration_id,
      message: {
        ...message,
        kind: 'contact',
        details: { contact: { phone_number: '+77010000001', first_name: 'Анна' } },
        from: { ...message.from, identities },
      },
    });
  }
  const telegram = { kind: 'telegram_id' as const, value: '700' };

  it('joins its own sender with who wrote on WhatsApp from it', async () => {
    const shop = await openTwoMessengers(database, clock);
    const first = await shop.write('привет');
    await shop.onWhatsApp('и тут', [number]);
    await shares(shop, [telegram, number]);
    expect((await shop.onWhatsApp('снова', [number])).user_id).toBe(first.user_id);
    expect(await countOf(shop)).toMatchObject({ users: 1, conversations: 2 });
  });

  it('joins nobody when it is somebody else’s card', async () => {
    const shop = await openTwoMessengers(database, clock);
    await shop.write('привет');
    await shop.onWhatsApp('и тут', [number]);
    await shares(shop, [telegram]);
    expect(await countOf(shop)).toMatchObject({ users: 2 });
  });
});

describe('At the same moment', () => {
  it('messages come in while two users become one, and none is lost or left with the younger', async () => {
    const shop = await openTwoMessengers(database, clock);
    for (let round = 0; round < 8; round += 1) {
      const who = `9${round}`;
      const theirs = [phone(`+7701000${1000 + round}`)];
      const elder = await shop.write('раз', { who });
      const younger = await shop.onWhatsApp('два', theirs);
      const received = await Promise.all([
        shop.onWhatsApp('три', theirs),
        merge(database, shop, elder.user_id, younger.user_id),
        shop.onWhatsApp('четыре', theirs),
        shop.write('пять', { who }),
        merge(database, shop, younger.user_id, elder.user_id),
      ]);
      expect(received.filter((one) => 'result' in one && one.result === 'merged')).toHaveLength(1);
      const left = await database.query(sql`
        SELECT m.content FROM messages m JOIN users u ON u.id = m.user_id
        WHERE m.client_id = ${shop.client_id} AND u.merged_into IS NOT NULL`);
      expect(left).toEqual([]);
      const { count } = await database.one<{ count: number }>(sql`
        SELECT count(*) FROM messages WHERE user_id = ${elder.user_id}`);
      expect(count).toBe(5);
    }
  });

  it('the owner writes on the phone: it stands where the person goes on, and the bot is silent there', async () => {
    const shop = await openTwoMessengers(database, clock);
    const elder = await shop.onWhatsApp('первое', [number]);
    const younger = await shop.onWhatsApp('второе', [hidden]);
    const { client_id, phone_id: integration_id, tools } = shop;
    const text = inboundMessage('уже еду', clock.now());
    const message = { ...text, from: { ...text.from, identities: [hidden], name: null } };
    const profile = await loadClientProfile(database, client_id);
    const users = [elder.user_id, younger.user_id] as const;
    const written = await database.transaction(async (tx) => {
      await mergeUsers(tx, { profile, users, cause: 'addresses', by: null, now: clock.now() });
      const writing = ownerWrote(tools, { client_id, integration_id, message });
      await eventually(async () => {
        const waiting = await database.query(sql`
          SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
        return waiting.length > 0;
      });
      return { writing };
    });
    const stored = await database.one(sql`
      SELECT m.user_id, c.status, c.bot_muted_until > ${clock.now()} AS is_silent FROM messages m
      JOIN conversations c ON c.id = m.conversation_id WHERE m.id = ${await written.writing}`);
    expect(stored).toEqual({ user_id: elder.user_id, status: 'active', is_silent: true });
  });

  it('a person is called, a request is taken, and two become one and two again: nobody waits twice or is forgotten', async () => {
    const shop = await openTwoMessengers(database, clock);
    const group = new Group(database, shop);
    for (let round = 0; round < 6; round += 1) {
      const who = `7${round}`;
      const theirs = [phone(`+7702000${1000 + round}`)];
      const elder = await shop.write('позовите человека', { who });
      await takeTurn(shop, clock, elder);
      await group.deliver();
      const card = group.find('card');
      const younger = await shop.onWhatsApp('позовите человека', theirs);
      clock.advance(10);
      await Promise.all([
        takeTurn(shop, clock, younger),
        merge(database, shop, elder.user_id, younger.user_id),
        group.press(card, 'Беру'),
        shop.onWhatsApp('вы тут?', theirs),
        takeTurn(shop, clock, younger),
      ]);
      await group.deliver();
      const open = await database.query<{ user_id: string; assigned_to_name: string | null }>(sql`
        SELECT user_id, assigned_to_name FROM handovers
        WHERE user_id IN (${elder.user_id}, ${younger.user_id}) AND status IN ('pending', 'active')`);
      expect(open).toEqual([{ user_id: elder.user_id, assigned_to_name: 'Тимур' }]);
      const [, , again] = await Promise.all([
        part(database, shop, elder.user_id),
        shop.write('ау', { who }),
        shop.onWhatsApp('ау', theirs),
      ]);
      const last = await shop.onWhatsApp('я тут', theirs);
      expect(last.user_id).toBe(younger.user_id);
      expect([elder.user_id, younger.user_id]).toContain(again.user_id);
    }
  });

  it('many are merged with one another in every direction: all end as the eldest, in no circle', async () => {
    const shop = await openTwoMessengers(database, clock);
    const people = [];
    for (let index = 0; index < 6; index += 1) people.push(await shop.write('привет', { who: `8${index}` }));
    const ids = people.map(({ user_id }) => user_id);
    const pairs = ids.flatMap((one) =>
      ids.filter((other) => other !== one).map((other) => [one, other] as const),
    );
    await Promise.all(pairs.slice(0, 16).map(([one, other]) => merge(database, shop, one, other)));
    const users = await database.query<{ created_at: Date; into_at: Date | null }>(sql`
      SELECT u.created_at, k.created_at AS into_at FROM users u LEFT JOIN users k ON k.id = u.merged_into
      WHERE u.client_id = ${shop.client_id}`);
    expect(users.filter(({ into_at }) => into_at === null)).toHaveLength(1);
    expect(users.every(({ created_at, into_at }) => into_at === null || into_at <= created_at)).toBe(true);
    expect(await countOf(shop)).toMatchObject({ users: 1, conversations: 1 });
    expect(
      new Set(
        await Promise.all(
          ids.map(async (_id, index) => (await shop.write('я', { who: `8${index}` })).user_id),
        ),
      ).size,
    ).toBe(1);
  });
});
