import { openDeferredHandover } from '../../../src/handovers/open-deferred.js';
import type { Received } from '../../../src/messages/receive-message.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel, plainClassification } from '../../support/fake-model.js';
import { Group } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop, ShopPlan } from '../../support/shop.js';
import { assistantWith, coffeeIntents, takeTurn } from '../../support/turns.js';
import { mirror } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

const hours = 'Мы открыты с 9 до 19.';
const [askHours, complain] = ['Во сколько вы открываетесь?', 'Мне привезли холодный кофе, верните деньги'];
const desserts = { title: 'Десерты', text: 'Медовик и чизкейк.' };

const shopWith = (plan: ShopPlan = {}): Promise<Shop> =>
  openShop(database, clock, { intents: coffeeIntents, knowledge: [desserts], ...plan });

/** A user writes all this before the assistant's turn comes. */
async function burst(shop: Shop, ...texts: string[]): Promise<Received> {
  const received = [];
  for (const text of texts) received.push(await shop.write(text));
  await takeTurn(shop, clock, received[0]!);
  return received[0]!;
}

async function replies(shop: Shop, { conversation_id }: Received): Promise<string[]> {
  const said = await shop.said(conversation_id);
  return said.map(({ notice, content }) => notice ?? content);
}

type Conversation = { no_count: number; not_understood_count: number; deferred_reason: string | null };

function conversation({ conversation_id }: Received): Promise<Conversation> {
  return database.one<Conversation>(sql`
    SELECT no_count, not_understood_count, deferred_reason FROM conversations WHERE id = ${conversation_id}`);
}

/** Each message of the user, with what was found in it. */
async function readings({ conversation_id }: Received): Promise<string[]> {
  const rows = await database.query<{ content: string; intent: string | null; is_sure: boolean | null }>(sql`
    SELECT content, intent, confidence > 0.6 AS is_sure FROM messages
    WHERE conversation_id = ${conversation_id} AND role = 'user' ORDER BY seq`);
  return rows.map(({ content, intent, is_sure }) => `${content}: ${is_sure ? intent : 'nothing for sure'}`);
}

describe('Of several things written in one go, without a model', () => {
  it.each([
    ['after a question', [askHours, complain]],
    ['before a question', [complain, 'спасибо', askHours]],
    ['in the same message as a question', [`${askHours} ${complain}`]],
  ])('a complaint %s is heard, and a person called', async (_where, texts) => {
    const shop = await shopWith();
    const user = await burst(shop, ...texts);
    expect(await shop.handovers(user.user_id)).toMatchObject([{ reason: 'intent', trigger_type: 'intent' }]);
    // Once a person is called the assistant is silent: they answer both.
    expect(await replies(shop, user)).toEqual(['handover_opened']);
  });

  it('each message is kept with what was said in it', async () => {
    const shop = await shopWith();
    const user = await burst(shop, 'Добрый день!', askHours, complain, 'спасибо');
    expect(await readings(user)).toEqual([
      'Добрый день!: nothing for sure',
      `${askHours}: opening_hours`,
      `${complain}: complaint`,
      'спасибо: nothing for sure',
    ]);
  });

  it('a person is called for who asks for one in the last sentence', async () => {
    const shop = await shopWith();
    const user = await burst(shop, `${askHours} Оператор!`);
    expect(await shop.handovers(user.user_id)).toMatchObject([{ reason: 'asked_for_human' }]);
  });

  it('two questions are both answered, in their order, and what was asked twice once', async () => {
    const shop = await shopWith();
    const user = await burst(
      shop,
      'Привет',
      askHours,
      'спасибо',
      'что у вас есть из десертов?',
      'часы работы',
    );
    expect(await replies(shop, user)).toEqual([hours, desserts.text]);
    expect(await shop.handovers(user.user_id)).toEqual([]);
    const answers = await database.query(sql`
      SELECT intent FROM messages WHERE conversation_id = ${user.conversation_id} AND role = 'assistant' ORDER BY seq`);
    expect(answers).toEqual([{ intent: 'opening_hours' }, { intent: 'menu' }]);
  });

  it('a question that nothing answers beside one that is answered goes to a person', async () => {
    const shop = await shopWith({ knowledge: [] });
    const user = await burst(shop, askHours, 'что у вас есть из десертов?');
    expect(await shop.handovers(user.user_id)).toMatchObject([{ reason: 'intent' }]);
    expect(await replies(shop, user)).toEqual(['handover_opened']);
  });

  it('what nobody understands beside a clear question does not spoil the answer', async () => {
    const shop = await shopWith();
    const user = await burst(shop, 'ыва пролдж эжд', askHours, 'кто выиграл вчера матч');
    expect(await replies(shop, user)).toEqual([hours]);
  });

  it('an answer ends the row of what was not understood, and of "no"', async () => {
    const shop = await shopWith();
    const user = await burst(shop, 'нет');
    expect(await conversation(user)).toMatchObject({ no_count: 1, not_understood_count: 1 });
    await burst(shop, 'нет', askHours, 'что у вас есть из десертов?');
    expect(await conversation(user)).toMatchObject({ no_count: 0, not_understood_count: 0 });
  });
});

describe('When the model fails, of several things written in one go', () => {
  it('a complaint beside a question is heard all the same', async () => {
    const shop = await shopWith();
    const [first] = [await shop.write(askHours), await shop.write(complain)];
    await takeTurn(shop, clock, { ...first, assistant: assistantWith(shop, fakeModel({}), 50) });
    expect(await shop.handovers(first.user_id)).toMatchObject([{ reason: 'intent', trigger_type: 'intent' }]);
  });

  it('what nothing answers goes to a person, because the model failed', async () => {
    const shop = await shopWith({ knowledge: [] });
    const [first] = [await shop.write(askHours), await shop.write('что у вас есть из десертов?')];
    await takeTurn(shop, clock, { ...first, assistant: assistantWith(shop, fakeModel({}), 50) });
    expect(await shop.handovers(first.user_id)).toMatchObject([{ reason: 'model_failure' }]);
  });
});

describe('A model that answers', () => {
  it('judges a burst as one, in one call, and is told which wish comes first', async () => {
    const shop = await shopWith();
    const model = fakeModel({ classify: () => ({ ...plainClassification, intent: 'complaint' }) });
    const [first] = [await shop.write(askHours), await shop.write(complain)];
    await takeTurn(shop, clock, { ...first, assistant: assistantWith(shop, model) });
    expect(model.asked).toHaveLength(1);
    expect(model.asked[0]!.system).toContain('- complaint (a person takes care of it)');
    expect(await shop.handovers(first.user_id)).toMatchObject([{ reason: 'intent' }]);
    expect(await readings(first)).toEqual([`${askHours}: complaint`, `${complain}: complaint`]);
  });
});

describe('Soon after a person has answered', () => {
  it('a complaint is put off, the question beside it is answered, and that does not settle the complaint', async () => {
    const shop = await shopWith();
    const group = new Group(database, shop);
    const user = await burst(shop, 'позовите человека');
    await mirror(shop, user);
    await group.deliver();
    await group.press(group.find('card'), 'Беру');
    await group.write('Готово');
    await group.press(group.find('card'), 'Решено');
    const before = (await replies(shop, user)).length;

    await burst(shop, askHours, complain);
    expect((await replies(shop, user)).slice(before)).toEqual(['deferred', hours]);
    expect(await conversation(user)).toMatchObject({ deferred_reason: 'intent' });

    clock.advance(30);
    await openDeferredHandover(shop.tools, { client_id: shop.client_id, ...user });
    expect((await shop.handovers(user.user_id)).at(-1)).toMatchObject({
      status: 'pending',
      reason: 'intent',
    });
  });
});
