import { startInstallation } from './support/installation.js';
import type { Shop } from './support/shop.js';

const installation = await startInstallation();

/** Waits for the request and its card. */
async function called(shop: Shop): Promise<{ reason: string; trigger_type: string; card: string }> {
  const topic = await shop.topicOf();
  const { text } = await topic.card(/Новый запрос/);
  const [handover, ...more] = await shop.handovers();
  expect(more).toEqual([]);
  return { reason: handover?.reason ?? '', trigger_type: handover?.trigger_type ?? '', card: text };
}

describe('a person is called', () => {
  it('by a keyword of the client, before any model is asked', async () => {
    const shop = await installation.newClient({ settings: { handover_keywords: ['жалоб*'] } });
    shop.customer.writes('У меня ЖАЛОБА на курьера');
    expect(await called(shop)).toMatchObject({ reason: 'keyword', trigger_type: 'keyword' });
    await shop.customer.sees('Зову коллегу, ответ придёт сюда же.');
    expect(shop.model.asked).toEqual([]);
  });

  it('by an intent that only a person answers, with what it is about on the card', async () => {
    const shop = await installation.newClient();
    shop.model.answers.classify = () => ({
      intent: 'complaint',
      confidence: 0.9,
      summary: 'Кофе приехал холодным',
    });
    shop.customer.writes('Мне привезли холодный кофе');
    const { card, ...request } = await called(shop);
    expect(request).toEqual({ reason: 'intent', trigger_type: 'intent' });
    expect(card).toContain('Кофе приехал холодным');
    expect(card).toContain('Клиент: Анна');
  });

  it('when the customer was not understood twice in a row, not at the first time', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Фывапролдж ячсмить');
    await shop.customer.sees(/не до конца понимаю вопрос/);
    expect(await shop.handovers()).toEqual([]);
    shop.customer.writes('Ну фывапролдж же');
    expect(await called(shop)).toMatchObject({ reason: 'low_confidence', trigger_type: 'intent' });
  });

  it('when the customer asks twice for what the business has nothing to do with', async () => {
    const shop = await installation.newClient();
    shop.model.answers.classify = () => ({ intent: null, confidence: 0.9, out_of_scope: true });
    shop.customer.writes('Почините мне стиральную машину');
    await shop.customer.sees(/С этим, к сожалению, не помогу/);
    shop.customer.writes('А холодильник почините?');
    expect(await called(shop)).toMatchObject({ reason: 'out_of_scope', trigger_type: 'intent' });
  });

  it('when the customer says "no" twice', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Во сколько вы открываетесь?');
    await shop.customer.sees('Мы открыты с 9 до 19.');
    shop.customer.writes('Нет');
    await shop.customer.sees(/не до конца понимаю вопрос/);
    shop.customer.writes('Не помогло');
    expect(await called(shop)).toMatchObject({ reason: 'no_count', trigger_type: 'intent' });
  });

  it('by /human', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('/human');
    expect(await called(shop)).toMatchObject({ reason: 'asked_for_human', trigger_type: 'keyword' });
  });

  it('by asking for one in words', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Дайте оператора!');
    expect(await called(shop)).toMatchObject({ reason: 'asked_for_human', trigger_type: 'keyword' });
  });

  it('when only the model understands that the customer wants one', async () => {
    const shop = await installation.newClient();
    shop.model.answers.classify = () => ({ wants_human: true });
    shop.customer.writes('Пусть мне ответит кто-то, кто дышит');
    expect(await called(shop)).toMatchObject({ reason: 'asked_for_human', trigger_type: 'intent' });
  });

  it('by a voice message without words, which stands in the topic to be heard', async () => {
    const shop = await installation.newClient();
    shop.customer.sends({ voice: { duration: 3 } });
    expect(await called(shop)).toMatchObject({ reason: 'media', trigger_type: 'intent' });
    const topic = await shop.topicOf();
    await topic.sees(({ media }) => media?.kind === 'voice');
  });

  it('when the model fails, and the customer notices no more than a notice', async () => {
    const shop = await installation.newClient();
    let tries = 0;
    shop.model.answers.classify = () => ({ fail: (tries += 1) < 3 ? 500 : 401 });
    shop.customer.writes('Есть ли у вас веранда?');
    expect(await called(shop)).toMatchObject({ reason: 'model_failure', trigger_type: 'timeout' });
    await shop.customer.sees('У меня небольшие неполадки, поэтому зову коллегу. Ответ придёт сюда же.');
    expect(shop.customer.told()).toHaveLength(1);
    expect((await shop.llmCalls()).map(({ outcome }) => outcome)).toEqual([
      'server_error',
      'server_error',
      'rejected',
    ]);
  });

  it('once, however often the customer asks', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Позовите человека');
    const topic = await shop.topicOf();
    await topic.card();
    shop.customer.writes('Ну где же оператор?');
    await topic.sees(/Ну где же оператор\?/);
    expect(await shop.handovers()).toHaveLength(1);
    expect(shop.customer.told()).toHaveLength(1);
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
