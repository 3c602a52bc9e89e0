import { unmuteBot } from '../../../src/conversations/mute.js';
import { runTurn } from '../../../src/conversations/run-turn.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { countersInPostgres } from '../../../src/shared/counters-in-postgres.js';
import { sql } from '../../../src/shared/database.js';
import { plusMinutes } from '../../../src/shared/durations.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { coffeeIntents, offlineAssistant, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

const shopWith = (settings: Record<string, unknown> = {}): Promise<Shop> =>
  openShop(database, clock, { intents: coffeeIntents, settings });
const turn = (shop: Shop, received: Received): Promise<void> => takeTurn(shop, clock, received);

describe('Without a model the assistant', () => {
  it('answers a known question with the fixed text of its intent', async () => {
    const shop = await shopWith();
    const asked = await shop.write('во сколько вы открываетесь?');
    await turn(shop, asked);
    expect(await shop.said(asked.conversation_id)).toMatchObject([
      { role: 'assistant', content: 'Мы открыты с 9 до 19.', delivery_status: 'queued' },
    ]);
    expect(shop.rung).toContain('delivery');
    expect(
      await database.one(
        sql`SELECT intent, confidence > 0.6 AS is_sure FROM messages WHERE id = ${asked.message_id}`,
      ),
    ).toEqual({ intent: 'opening_hours', is_sure: true });
  });

  it('answers a burst of five once', async () => {
    const shop = await shopWith();
    let last: Received | undefined;
    for (const text of ['добрый день', 'скажите', 'пожалуйста', 'вы сегодня работаете?', 'часы работы'])
      last = await shop.write(text);
    await turn(shop, last!);
    await turn(shop, last!);
    expect(await shop.said(last!.conversation_id)).toHaveLength(1);
  });

  it('says nothing to thanks, and greets at /start', async () => {
    const shop = await shopWith();
    const thanks = await shop.write('спасибо!');
    await turn(shop, thanks);
    expect(await shop.said(thanks.conversation_id)).toEqual([]);
    const start = await shop.write('/start', { command: 'start' });
    await turn(shop, start);
    expect(await shop.said(start.conversation_id)).toMatchObject([{ role: 'system', notice: 'greeting' }]);
  });

  it('tells at /help how it is used, and takes that for no question', async () => {
    const shop = await shopWith();
    const help = await shop.write('/help', { command: 'help' });
    await turn(shop, help);
    await turn(shop, await shop.write('/help', { command: 'help' }));
    const helped = { role: 'system', content: expect.stringContaining('/human') };
    expect(await shop.said(help.conversation_id)).toMatchObject([helped, helped]);
  });

  it('greets whoever only greets, and answers whoever asks as well', async () => {
    const shop = await shopWith();
    const greeted = await shop.write('Добрый день!');
    await turn(shop, greeted);
    await turn(shop, await shop.write('привет, вы сегодня работаете?'));
    expect(await shop.said(greeted.conversation_id)).toMatchObject([
      { notice: 'greeting' },
      { content: 'Мы открыты с 9 до 19.' },
    ]);
  });

  it('after a greeting in between, what it does not understand is the first time again', async () => {
    const shop = await shopWith();
    const user = await shop.write('фыва олдж');
    await turn(shop, user);
    await turn(shop, await shop.write('Добрый день!'));
    await turn(shop, await shop.write('йцук енгш'));
    expect((await shop.said(user.conversation_id)).map(({ notice }) => notice)).toEqual([
      'not_understood',
      'greeting',
      'not_understood',
    ]);
  });

  it('hands over what is only said in a voice message, or asks for text where the client wants that', async () => {
    const voice = { kind: 'voice', media: { channel: 'telegram' } } as const;
    const shop = await shopWith();
    const spoken = await shop.write('', voice);
    await turn(shop, spoken);
    expect(await shop.handovers(spoken.user_id)).toMatchObject([{ reason: 'media', trigger_type: 'intent' }]);

    const other = await shopWith({ media_action: 'notice' });
    const again = await other.write('', voice);
    await turn(other, again);
    expect(await other.said(again.conversation_id)).toMatchObject([{ notice: 'media' }]);
    expect(await other.handovers(again.user_id)).toEqual([]);
  });

  it('takes an album as one: its caption is the question', async () => {
    const shop = await shopWith();
    const photo = { kind: 'image', album_id: 'a', media: { channel: 'telegram' } } as const;
    await shop.write('вы сегодня работаете?', photo);
    const last = await shop.write('', photo);
    await turn(shop, last);
    expect(await shop.said(last.conversation_id)).toMatchObject([{ content: 'Мы открыты с 9 до 19.' }]);
  });

  it('says that it cannot open what it does not know', async () => {
    const shop = await shopWith();
    const poll = await shop.write('', { kind: 'unsupported', unsupported_kind: 'poll' });
    await turn(shop, poll);
    expect(await shop.said(poll.conversation_id)).toMatchObject([{ notice: 'unsupported' }]);
  });

  it('gives an article of the knowledge word for word when it clearly is what was asked', async () => {
    const shop = await openShop(database, clock, {
      intents: [
        {
          name: 'delivery',
          action: 'answer',
          examples: ['сколько стоит доставка', 'условия доставки', 'доставка'],
        },
      ],
      knowledge: [
        { title: 'Доставка', text: 'Доставка по городу стоит 500 ₸, от 3000 ₸ бесплатно.' },
        { title: 'Возврат', text: 'Вернём деньги в течение дня.' },
      ],
    });
    const asked = await shop.write('сколько стоит доставка');
    await turn(shop, asked);
    expect(await shop.said(asked.conversation_id)).toMatchObject([
      { role: 'assistant', content: 'Доставка по городу стоит 500 ₸, от 3000 ₸ бесплатно.' },
    ]);
  });
});

describe('A person is called', () => {
  const said: [string, string, string, Parameters<Shop['write']>[1]][] = [
    ['for an intent that people handle', 'мне привезли холодный кофе', 'intent/intent', {}],
    ['for a keyword of the client', 'верните деньги немедленно', 'keyword/keyword', {}],
    ['for whoever asks for one', 'позовите оператора', 'keyword/asked_for_human', {}],
    ['for who asks in a language of their own', 'адаммен сөйлескім келеді', 'keyword/asked_for_human', {}],
    ['for /human', '/human', 'keyword/asked_for_human', { command: 'human' }],
  ];
  it.each(said)('%s', async (_why, text, expected, writing) => {
    const shop = await shopWith({ handover_keywords: ['верните деньги'] });
    const asked = await shop.write(text, writing);
    await turn(shop, asked);
    const [handover] = await shop.handovers(asked.user_id);
    expect(`${handover?.trigger_type}/${handover?.reason}`).toBe(expected);
    expect(await shop.said(asked.conversation_id)).toMatchObject([{ notice: 'handover_opened' }]);
    expect(shop.rung).toContain('posts');
  });

  it('when the assistant does not understand twice in a row', async () => {
    const shop = await shopWith();
    const first = await shop.write('ыва пролдж эжд');
    await turn(shop, first);
    expect(await shop.said(first.conversation_id)).toMatchObject([{ notice: 'not_understood' }]);
    await turn(shop, await shop.write('фыв ячс митьб'));
    expect(await shop.handovers(first.user_id)).toMatchObject([
      { reason: 'low_confidence', trigger_type: 'intent' },
    ]);
  });

  it('but not when something was understood in between', async () => {
    const shop = await shopWith();
    const first = await shop.write('ыва пролдж эжд');
    await turn(shop, first);
    await turn(shop, await shop.write('часы работы'));
    await turn(shop, await shop.write('фыв ячс митьб'));
    expect(await shop.handovers(first.user_id)).toEqual([]);
  });

  it('when "no" is said twice in a row', async () => {
    const shop = await shopWith();
    const first = await shop.write('часы работы');
    await turn(shop, first);
    await turn(shop, await shop.write('нет'));
    expect(await shop.handovers(first.user_id)).toEqual([]);
    await turn(shop, await shop.write('не помогло'));
    expect(await shop.handovers(first.user_id)).toMatchObject([
      { reason: 'no_count', trigger_type: 'intent' },
    ]);
  });

  it('for what was written too long ago to be answered by a bot', async () => {
    const shop = await shopWith({ max_answer_age_minutes: 720 });
    const old = await shop.write('часы работы', {
      sent_at: new Date(clock.now().getTime() - 13 * 3_600_000),
    });
    await turn(shop, old);
    expect(await shop.handovers(old.user_id)).toMatchObject([{ reason: 'stale', trigger_type: 'timeout' }]);
    expect((await shop.said(old.conversation_id)).filter(({ role }) => role === 'assistant')).toEqual([]);
  });

  it('once, when a new user writes twice at the same moment and asks for one in the second', async () => {
    const shop = await shopWith();
    const [first] = await Promise.all([shop.write('здравствуйте'), shop.write('позовите человека')]);
    const ids = { client_id: shop.client_id, conversation_id: first.conversation_id };
    clock.advance(1);
    const counters = countersInPostgres(database);
    const tools = { ...shop.tools, counters, assistant: offlineAssistant(shop) };
    await Promise.all([runTurn(tools, ids), runTurn(tools, ids), runTurn(tools, ids)]);
    expect(await shop.handovers(first.user_id)).toMatchObject([{ reason: 'asked_for_human' }]);
    expect(await database.query(sql`SELECT id FROM topics WHERE client_id = ${shop.client_id}`)).toHaveLength(
      1,
    );
    expect(
      await database.query(sql`SELECT id FROM conversations WHERE client_id = ${shop.client_id}`),
    ).toHaveLength(1);
  });
});

describe('The assistant is silent', () => {
  const clocksOf = (shop: Shop): Promise<{ waiting_since: Date; last_user_at: Date | null }> =>
    database.one(sql`SELECT waiting_since, last_user_at FROM handovers WHERE client_id = ${shop.client_id}`);

  it('while a request is open, and the clocks of the request hear of what is written', async () => {
    const shop = await shopWith();
    await turn(shop, await shop.write('позовите оператора'));
    const before = await clocksOf(shop);
    clock.advance(5);
    const asked = await shop.write('часы работы');
    const wroteAt = clock.now();
    await turn(shop, asked);
    expect((await shop.said(asked.conversation_id)).filter(({ role }) => role === 'assistant')).toEqual([]);
    expect(await clocksOf(shop)).toEqual({ waiting_since: before.waiting_since, last_user_at: wroteAt });
    clock.advance(5);
    await turn(shop, await shop.write('спасибо'));
    expect((await clocksOf(shop)).last_user_at).toEqual(wroteAt);
  });

  it('while a request is open that the user made on another channel', async () => {
    const shop = await shopWith();
    const first = await shop.write('позовите оператора');
    await turn(shop, first);
    const elsewhere = await database.one<{ id: Received['conversation_id'] }>(sql`
      WITH other AS (INSERT INTO integrations (client_id, platform_id, name) VALUES (${shop.client_id}, 'whatsapp', 'phone') RETURNING id)
      INSERT INTO conversations (client_id, user_id, integration_id, channel, external_chat_id, last_seq, turn_due_at)
      SELECT ${shop.client_id}, ${first.user_id}, id, 'whatsapp', '7701', 1, ${clock.now()} FROM other RETURNING id`);
    await database.query(sql`
      INSERT INTO messages (client_id, conversation_id, user_id, integration_id, seq, role, direction, content, created_at)
      SELECT client_id, id, user_id, integration_id, 1, 'user', 'inbound', 'часы работы', ${clock.now()}
      FROM conversations WHERE id = ${elsewhere.id}`);
    const wroteAt = clock.now();
    await turn(shop, { ...first, conversation_id: elsewhere.id });
    expect(await shop.said(elsewhere.id)).toEqual([]);
    expect(await clocksOf(shop)).toMatchObject({ last_user_at: wroteAt });
  });

  it.each([
    [
      'to a user who is blocked',
      (user: string) => sql`UPDATE users SET blocked_at = now() WHERE id = ${user}`,
    ],
    [
      'for a client that is suspended',
      (user: string) => sql`
      UPDATE clients SET status = 'suspended' WHERE id = (SELECT client_id FROM users WHERE id = ${user})`,
    ],
    [
      'while it is muted',
      (user: string) => sql`
      UPDATE conversations SET bot_status = 'muted', bot_muted_until = '2099-01-01' WHERE user_id = ${user}`,
    ],
  ])('%s, and has read what was written', async (_who, change) => {
    const shop = await shopWith();
    const asked = await shop.write('часы работы');
    await database.query(change(asked.user_id));
    await turn(shop, asked);
    expect(await shop.said(asked.conversation_id)).toEqual([]);
    expect(
      await database.one(
        sql`SELECT turn_read_seq, turn_due_at FROM conversations WHERE id = ${asked.conversation_id}`,
      ),
    ).toEqual({ turn_read_seq: 1, turn_due_at: null });
  });

  it('but not about what it read in the moment in which it was given the conversation back', async () => {
    const shop = await shopWith();
    const asked = await shop.write('часы работы');
    await database.query(sql`
      UPDATE conversations SET bot_status = 'muted', bot_muted_until = ${plusMinutes(clock.now(), 60)}
      WHERE id = ${asked.conversation_id}`);
    clock.advance(1);
    const ids = { client_id: shop.client_id, conversation_id: asked.conversation_id };
    // Between the silent reading and its commit somebody lets the bot speak again.
    const transaction: typeof database.transaction = async (work) => {
      await unmuteBot(database, ids);
      return database.transaction(work);
    };
    const db = Object.create(database, { transaction: { value: transaction } }) as typeof database;
    const counters = countersInPostgres(database);
    await runTurn({ ...shop.tools, db, counters, assistant: offlineAssistant(shop) }, ids);
    expect(await shop.said(asked.conversation_id)).toEqual([]);
    await turn(shop, asked);
    expect(await shop.said(asked.conversation_id)).toMatchObject([{ content: 'Мы открыты с 9 до 19.' }]);
  });
});
