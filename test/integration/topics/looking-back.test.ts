import type { Received } from '../../../src/messages/receive-message.js';
import { json, sql } from '../../../src/shared/database.js';
import type { TopicPostId } from '../../../src/shared/ids.js';
import { wordingOf } from '../../../src/texts/wording.js';
import type { WrittenWording } from '../../../src/texts/wording.js';
import { dueSummaries, writeSummary } from '../../../src/topics/summaries.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel } from '../../support/fake-model.js';
import { Group, olga } from '../../support/group.js';
import { openShop } from '../../support/shop.js';
import type { Shop, ShopPlan } from '../../support/shop.js';
import { assistantWith, offlineAssistant } from '../../support/turns.js';
import { callPerson, latestHandover, mirror } from '../handovers/requests.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');

type At = { shop: Shop; group: Group; user: Received };

async function called(plan: ShopPlan = {}): Promise<At> {
  const shop = await openShop(database, clock, plan);
  const group = new Group(database, shop);
  const user = await shop.write('позовите человека');
  await callPerson(database, shop, user);
  await group.deliver();
  return { shop, group, user };
}

async function taken(plan: ShopPlan = {}): Promise<At> {
  const at = await called(plan);
  await at.group.press(at.group.find('card'), 'Беру');
  await at.group.deliver();
  return at;
}

/** What the group is answered to a command. */
async function told({ group }: At, command: string, more = {}): Promise<string> {
  await group.write(command, more);
  await group.deliver();
  return group.find('text').text;
}

async function withReplies(replies: Record<string, WrittenWording>): Promise<At> {
  const at = await taken();
  for (const [name, written] of Object.entries(replies)) {
    const { text, by_language } = wordingOf(written);
    await database.query(sql`
      INSERT INTO saved_replies (client_id, name, text, by_language)
      VALUES (${at.shop.client_id}, ${name}, ${text}, ${json(by_language)}::jsonb)`);
  }
  return at;
}

describe('/history', () => {
  it('tells the last messages with their times, who said them and what became of them, a heading for each day', async () => {
    const at = await taken();
    await at.group.write('Смотрю ваш заказ');
    clock.advance(24 * 60);
    const { message_id } = await at.shop.write('ну что там?');
    await database.query(sql`UPDATE messages SET edited_at = ${clock.now()} WHERE id = ${message_id}`);
    const history = await told(at, '/history');
    expect(history).toMatch(
      /^📜 Последнее из переписки: 4 сообщения\n— 23 ноября —\n10:\d\d Анна: позовите человека\n/,
    );
    expect(history).toMatch(
      /👤 Тимур: Смотрю ваш заказ\n— 24 ноября —\n[\d:]+ Анна: ну что там\? ✏️ изменено$/,
    );
  });

  it('tells as many as asked for, and says how to ask', async () => {
    const at = await taken();
    for (const text of ['раз', 'два', 'три']) await at.shop.write(text);
    expect(await told(at, '/history 2')).toMatch(
      /^📜 Последнее из переписки: 2 сообщения\n[^\n]+\n[\d:]+ Анна: два\n[\d:]+ Анна: три$/,
    );
    for (const wrong of ['/history 0', '/history 51', '/history много', '/history 1.5'])
      expect(await told(at, wrong)).toBe('Сколько сообщений показать? Число от 1 до 50: /history 20');
  });

  it('as a reply tells what was said around that message', async () => {
    const at = await taken();
    for (const text of ['раз', 'два', 'три', 'четыре', 'пять']) {
      clock.advance(1);
      await at.shop.write(text);
      await mirror(at.shop, at.user);
      await at.group.deliver();
    }
    const line = await database.one<{ external_id: number }>(sql`
      SELECT p.external_id FROM topic_posts p JOIN messages m ON m.id = p.message_id
      WHERE p.client_id = ${at.shop.client_id} AND p.kind = 'mirror' AND m.content = 'раз'`);
    const around = await told(at, '/history 3', { reply_to_message_id: line.external_id });
    expect(around).toMatch(/рядом с этим сообщением[^]*Анна: раз\n[\d:]+ Анна: два$/);
    expect(await told(at, '/history', { reply_to_message_id: 1 })).toContain('Это не сообщение клиента');
  });
});

describe('/r', () => {
  const replies = { adres: 'Мы на Абая 10, вход со двора.', Dostavka: 'Доставляем за 40 минут.' };

  it('sends a saved reply to the user, as whoever has the request', async () => {
    const at = await withReplies(replies);
    expect(await told(at, '/r ADRES')).toBe(`📎 Отправляю клиенту:\n${replies.adres}`);
    expect(await at.shop.said(at.user.conversation_id)).toContainEqual(
      expect.objectContaining({ role: 'manager', content: replies.adres, delivery_status: 'queued' }),
    );
    expect(await latestHandover(database, at.shop, at.user)).toMatchObject({ waiting_since: null });
  });

  it('sends it in the language the user writes in, or else the one for all, or any there is', async () => {
    const at = await withReplies({
      adres: { all: 'Мы на Абая 10.', kk: 'Абай 10-дамыз.' },
      menu: { en: 'Here is the menu.' },
    });
    expect(await told(at, '/r adres')).toContain('Мы на Абая 10.');
    await at.shop.write('Мекенжайыңыз қандай?');
    expect(await told(at, '/r adres')).toContain('Абай 10-дамыз.');
    expect(await told(at, '/r menu')).toContain('Here is the menu.');
    expect(await at.shop.said(at.user.conversation_id)).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ role: 'manager', content: 'Абай 10-дамыз.' })]),
    );
  });

  it('stays inside when another manager has the request, with an offer to send it', async () => {
    const at = await withReplies(replies);
    expect(await told(at, '/r dostavka', { from: olga })).toContain('клиенту пока не отправлен');
    expect(at.group.find('offer').text).toContain('отвечает Тимур');
    await at.group.press(at.group.find('offer'), 'Забрать и отправить', olga);
    expect(await at.shop.said(at.user.conversation_id)).toContainEqual(
      expect.objectContaining({ role: 'manager', content: replies.Dostavka }),
    );
  });

  it('lists the names when asked without one, and similar ones for one it does not know', async () => {
    const at = await withReplies(replies);
    expect(await told(at, '/r')).toMatch(/• Dostavka — Доставляем за 40 минут\.\n• adres — Мы на Абая 10/);
    expect(await told(at, '/r dost')).toBe(
      'Готового ответа «dost» нет. Похожие:\n• Dostavka — Доставляем за 40 минут.',
    );
    expect(await told(at, '/r adress')).toContain('• adres');
    expect(await told(at, '/r меню')).toBe('Готового ответа «меню» нет. Список — /r');
    expect(await told(await taken(), '/r')).toContain('Готовых ответов пока нет');
  });
});

describe('/summary', () => {
  async function wanted({ shop }: At): Promise<{ client_id: Shop['client_id']; post_id: TopicPostId }[]> {
    return (await dueSummaries(database, clock.now(), 200)).filter(
      ({ client_id }) => client_id === shop.client_id,
    );
  }

  it('says at once that it is on its way, and then what the model makes of the conversation', async () => {
    const at = await taken();
    await at.group.write('Вернём деньги до пятницы');
    await at.group.write('/summary');
    await at.group.deliver();
    expect(at.group.find('summary').text).toBe('🧾 Составляю пересказ…');
    const model = fakeModel({
      summary: () => ({ summary: 'Анна просит вернуть деньги, Тимур обещал до пятницы.' }),
    });
    const [ids] = await wanted(at);
    await Promise.all(
      [1, 2].map(() => writeSummary({ ...at.shop.tools, assistant: assistantWith(at.shop, model) }, ids!)),
    );
    await at.group.deliver();
    expect(at.group.find('summary')).toMatchObject({
      text: '🧾 Коротко о разговоре\nАнна просит вернуть деньги, Тимур обещал до пятницы.',
      edits: 1,
    });
    expect(model.asked).toHaveLength(1);
    expect(model.asked[0]?.system).toContain('"ru"');
    expect(await wanted(at)).toEqual([]);
  });

  it('without a model, or when it fails, gives the last messages', async () => {
    const at = await taken();
    const failing = fakeModel({});
    for (const assistant of [offlineAssistant(at.shop), assistantWith(at.shop, failing, 200)]) {
      await at.group.write('/summary');
      const [ids] = await wanted(at);
      await writeSummary({ ...at.shop.tools, assistant }, ids!);
      await at.group.deliver();
      expect(at.group.find('summary').text).toMatch(/^🧾 Последние сообщения\n[^]*Анна: позовите человека/);
    }
  });

  it('is written by another worker when one died over it', async () => {
    const at = await taken();
    await at.group.write('/summary');
    const [ids] = await wanted(at);
    await database.query(sql`
      UPDATE topic_posts SET summary_due_at = ${new Date(clock.now().getTime() + 60_000)} WHERE id = ${ids!.post_id}`);
    expect(await wanted(at)).toEqual([]);
    clock.advance(1);
    expect(await wanted(at)).toEqual([ids]);
  });
});
