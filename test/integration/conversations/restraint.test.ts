import type { Received } from '../../../src/messages/receive-message.js';
import { turnsKey } from '../../../src/conversations/restrain-turn.js';
import { countersInPostgres } from '../../../src/shared/counters-in-postgres.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel, plainClassification } from '../../support/fake-model.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { assistantWith, coffeeIntents, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const counters = countersInPostgres(database);
const openCoffee = (): Promise<Shop> => openShop(database, clock, { intents: coffeeIntents });

/** What the user was told last. */
const lastSaid = async (shop: Shop, { conversation_id }: Received) =>
  (await shop.said(conversation_id)).at(-1);

/** The user writes, and the assistant's turn comes. */
async function ask(
  shop: Shop,
  text: string,
  assistant?: ReturnType<typeof assistantWith>,
): Promise<Received> {
  const received = await shop.write(text);
  await takeTurn(shop, clock, { ...received, ...(assistant && { assistant }) });
  return received;
}

describe('A user who floods', () => {
  it('is told once, then is not answered, and the model is not asked', async () => {
    const shop = await openCoffee();
    let questions = 0;
    const model = fakeModel({
      classify: () => {
        questions += 1;
        return {
          ...{ intent: 'opening_hours', confidence: 0.9, wants_human: false, language: 'ru' },
          ...{ pleasantry: false, out_of_scope: false, summary: 'часы' },
        };
      },
    });
    const assistant = assistantWith(shop, model);
    const first = await ask(shop, 'часы работы?', assistant);
    await counters.add(turnsKey({ ...shop, ...first }), 29, 600_000);
    await ask(shop, 'точно?', assistant);
    expect(await lastSaid(shop, first)).toMatchObject({ role: 'system', notice: 'rate_limited' });
    expect((await lastSaid(shop, first))?.content).toMatch(/\d+ минут/);
    const told = await shop.said(first.conversation_id);
    for (const text of ['ау', 'ну как', 'алло?']) await ask(shop, text, assistant);
    expect(await shop.said(first.conversation_id)).toEqual(told);
    expect(questions).toBe(1);
  });

  it('gets a person all the same', async () => {
    const shop = await openCoffee();
    const first = await ask(shop, 'часы работы');
    await counters.add(turnsKey({ ...shop, ...first }), 50, 600_000);
    await ask(shop, 'часы работы?');
    await ask(shop, 'позовите человека');
    expect(await shop.handovers(first.user_id)).toMatchObject([{ reason: 'asked_for_human' }]);
  });

  it('is answered again when the time is over, and only what comes then', async () => {
    const shop = await openCoffee();
    const first = await ask(shop, 'часы работы');
    const key = turnsKey({ ...shop, ...first });
    await counters.add(key, 50, 600_000);
    await ask(shop, 'вы сегодня работаете?');
    await ask(shop, 'во сколько вы открываетесь?');
    clock.advance(11);
    await counters.clear(key);
    await ask(shop, 'часы работы');
    const said = await shop.said(first.conversation_id);
    expect(said.map(({ notice, content }) => notice ?? content)).toEqual([
      'Мы открыты с 9 до 19.',
      'rate_limited',
      'Мы открыты с 9 до 19.',
    ]);
  });

  it('is one who makes many turns, not one who writes on while a turn thinks', async () => {
    const shop = await openCoffee();
    const model = fakeModel({
      classify: async () => {
        await shop.write('и ещё');
        return { ...plainClassification, intent: 'opening_hours' };
      },
    });
    const first = await ask(shop, 'часы работы?', assistantWith(shop, model));
    expect(model.asked).toHaveLength(3);
    expect(await counters.read(turnsKey({ ...shop, ...first }))).toBe(1);
  });

  it('slows nobody else down', async () => {
    const shop = await openCoffee();
    const first = await ask(shop, 'часы работы');
    await counters.add(turnsKey({ ...shop, ...first }), 50, 600_000);
    const other = await shop.write('часы работы', { who: 'other' });
    await takeTurn(shop, clock, other);
    expect(await lastSaid(shop, other)).toMatchObject({ content: 'Мы открыты с 9 до 19.' });
  });
});

describe('Two programs that talk to each other', () => {
  /** An automatic reply comes a second after each of our answers. */
  async function loop(shop: Shop, times: number): Promise<Received> {
    const reply = 'Спасибо, что написали! Вы сегодня работаете?';
    let received = await shop.write(reply);
    for (let time = 0; time < times; time += 1) {
      await takeTurn(shop, clock, received);
      await database.query(sql`
        UPDATE messages SET external_sent_at = created_at, delivery_status = 'sent' WHERE client_id = ${shop.client_id}
          AND direction = 'outbound'`);
      clock.set(new Date(clock.now().getTime() + 1_000));
      received = await shop.write(reply);
    }
    await takeTurn(shop, clock, received);
    return received;
  }

  it('end at a person when they take their time, and more turns than a person needs', async () => {
    const shop = await openCoffee();
    let received = await shop.write('часы работы, вопрос 0');
    await counters.add(turnsKey({ ...shop, ...received }), 17, 600_000);
    for (let number = 1; number <= 13; number += 1) {
      await takeTurn(shop, clock, received);
      const seconds = 2 + ((number * 5) % 9);
      await database.query(sql`
        UPDATE messages SET delivery_status = 'sent',
          external_sent_at = ${clock.now()}::timestamptz + make_interval(secs => ${60 - seconds})
        WHERE client_id = ${shop.client_id} AND direction = 'outbound' AND external_sent_at IS NULL`);
      clock.advance(1);
      received = await shop.write(`часы работы, вопрос ${number}`);
    }
    expect(await shop.handovers(received.user_id)).toEqual([]);
    await takeTurn(shop, clock, received);
    expect(await shop.handovers(received.user_id)).toMatchObject([{ status: 'pending', reason: 'loop' }]);
  });

  it('end at a person, and the bot is silent from then on', async () => {
    const shop = await openCoffee();
    const last = await loop(shop, 8);
    expect(await shop.handovers(last.user_id)).toMatchObject([
      { status: 'pending', reason: 'loop', trigger_type: 'intent' },
    ]);
    const said = await shop.said(last.conversation_id);
    expect(said.at(-1)).toMatchObject({ notice: 'handover_opened' });
    expect(said.length).toBeLessThanOrEqual(9);
  });

  it('do not end there at once again when nobody came and the request is over', async () => {
    const shop = await openCoffee();
    const last = await loop(shop, 8);
    await database.query(sql`
      UPDATE handovers SET status = 'timeout', resolved_at = ${clock.now()}, reminder_1_due_at = NULL,
        reminder_2_due_at = NULL, auto_close_due_at = NULL WHERE client_id = ${shop.client_id}`);
    await database.query(sql`
      UPDATE conversations SET turn_read_seq = last_seq, turn_due_at = NULL WHERE client_id = ${shop.client_id}`);
    clock.advance(1);
    await ask(shop, 'часы работы');
    expect(await lastSaid(shop, last)).toMatchObject({ content: 'Мы открыты с 9 до 19.' });
    expect(await shop.handovers(last.user_id)).toMatchObject([{ status: 'timeout' }]);
  });
});
