import { sql } from '../../src/shared/database.js';
import { minutesBetween, plusMinutes } from '../../src/shared/durations.js';
import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import type { Shop, Topic } from './support/shop.js';
import { calledPerson } from './support/steps.js';
import { afterWaiting, allRead, applyAgain, newestRequest, timePasses } from './support/time.js';

const installation = await startInstallation({ roles: ['bots', 'workers'] });
const { database: db } = installation;

const remindersIn = (topic: Topic): string[] =>
  topic.messages().flatMap(({ text }) => (/⏰|🔥/.test(text) ? [text] : []));

/** A request that was taken and answered, and has ended. */
async function helped(shop: Shop): Promise<Topic> {
  const { customer, timur } = shop;
  const topic = await calledPerson(shop);
  await timur.presses(topic, 'Беру');
  timur.writes(topic, 'Всё исправим');
  await customer.sees('Всё исправим');
  await timur.presses(topic, 'Решено');
  await customer.sees(/Рады были помочь/);
  await customer.sees(/Как мы справились/);
  return topic;
}

describe('a customer who waits', () => {
  it('is recalled to the one who took the request', async () => {
    const shop = await installation.newClient();
    const topic = await calledPerson(shop);
    await shop.timur.presses(topic, 'Беру');
    await topic.card(/Отвечает Тимур/);
    await timePasses(shop, 31);
    await topic.sees(new RegExp(`⏰ ${shop.timur.name}, вас ждёт Анна`));
  });

  it('stops waiting when answered, and waits anew from the next message', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    await timur.presses(topic, 'Беру');
    timur.writes(topic, 'Сейчас посмотрю');
    await customer.sees('Сейчас посмотрю');
    expect(await newestRequest(shop)).toMatchObject({
      waiting_since: null,
      reminder_1_due_at: null,
      reminder_2_due_at: null,
    });
    await timePasses(shop, 50);
    customer.writes('Ну как там?');
    await topic.sees(/Ну как там\?/);
    const waiting = await eventually(async () => {
      const request = await newestRequest(shop);
      expect(request.waiting_since).not.toBeNull();
      return request;
    });
    expect(waiting.reminder_1_due_at).toEqual(afterWaiting(waiting, 30));
    expect(waiting.reminder_2_due_at).toEqual(afterWaiting(waiting, 60));
    expect(waiting.auto_close_due_at).toEqual(afterWaiting(waiting, 120));
    expect(remindersIn(topic)).toEqual([]);
    await timePasses(shop, 31);
    await topic.sees(new RegExp(`⏰ ${timur.name}, вас ждёт Анна`));
  });

  it('is not waiting any more for saying thanks', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    await timur.presses(topic, 'Беру');
    timur.writes(topic, 'Перезвоним через час');
    await customer.sees('Перезвоним через час');
    customer.writes('Спасибо!');
    await topic.sees(/Спасибо!/);
    await eventually(() => allRead(shop));
    expect(await newestRequest(shop)).toMatchObject({ waiting_since: null, reminder_1_due_at: null });
  });

  it('is recalled when the due time says so, also when SQL has changed it', async () => {
    const shop = await installation.newClient();
    const topic = await calledPerson(shop);
    await db.query(
      sql`UPDATE handovers SET reminder_1_due_at = now() + interval '2 hours' WHERE client_id = ${shop.client_id}`,
    );
    await timePasses(shop, 45);
    await db.query(sql`UPDATE handovers SET reminder_2_due_at = now() WHERE client_id = ${shop.client_id}`);
    await topic.sees(/^@marat_owner 🔥 Срочно: Анна ждёт 45 минут/);
    expect(remindersIn(topic)).toHaveLength(1);
    await db.query(sql`UPDATE handovers SET auto_close_due_at = now() WHERE client_id = ${shop.client_id}`);
    await shop.customer.sees(/Извините, что не довели разговор до конца/);
    await topic.card(/Закрыто/);
  });
});

describe('time-outs that are changed while a request is open', () => {
  it('move its reminders and its closing', async () => {
    const shop = await installation.newClient();
    const topic = await calledPerson(shop);
    const before = await newestRequest(shop);
    expect(before.reminder_1_due_at).toEqual(afterWaiting(before, 30));
    expect(before.auto_close_due_at).toEqual(plusMinutes(before.created_at, 120));

    await applyAgain(shop, {
      settings: { reminder_timeout_1: 300, reminder_timeout_2: 600, auto_close_timeout: 0 },
    });
    const later = await newestRequest(shop);
    expect(later.reminder_1_due_at).toEqual(afterWaiting(later, 300));
    expect(later.reminder_2_due_at).toEqual(afterWaiting(later, 600));
    expect(later.auto_close_due_at).toBeNull();

    await applyAgain(shop, {
      settings: { reminder_timeout_1: 5, reminder_timeout_2: 10, auto_close_timeout: 20 },
    });
    await timePasses(shop, 6);
    await topic.sees(/⏰ Анна ждёт ответа уже 6 минут/);
    const soon = await newestRequest(shop);
    expect(soon.reminder_2_due_at).toEqual(afterWaiting(soon, 10));
    expect(soon.auto_close_due_at).toEqual(plusMinutes(soon.created_at, 20));
  });
});

describe('soon after a person has helped', () => {
  it('a new complaint is put off, and opens when the pause is over', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    const topic = await helped(shop);
    customer.writes('мне привезли холодный кофе');
    await customer.sees(/^Если я не смогу помочь, через \d+ минут.* подключится коллега/);
    expect(await shop.handovers()).toMatchObject([{ status: 'resolved' }]);
    await timePasses(shop, 31);
    await topic.card(/Новый запрос/);
    expect(await shop.handovers()).toMatchObject([
      { status: 'resolved' },
      { status: 'pending', reason: 'intent', trigger_type: 'intent' },
    ]);
  });

  it('nothing opens when the bot has helped meanwhile', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    await helped(shop);
    customer.writes('мне привезли холодный кофе');
    await customer.sees(/подключится коллега/);
    customer.writes('вы сегодня работаете?');
    await customer.sees('Мы открыты с 9 до 19.');
    await timePasses(shop, 31);
    await eventually(async () => {
      const [row] = await db.query<{ deferred_until: Date | null }>(sql`
        SELECT deferred_until FROM conversations WHERE client_id = ${shop.client_id}`);
      expect(row?.deferred_until).toBeNull();
    });
    expect(await shop.handovers()).toMatchObject([{ status: 'resolved' }]);
  });

  it('/human opens a request at once', async () => {
    const shop = await installation.newClient();
    const topic = await helped(shop);
    shop.customer.writes('/human');
    await topic.card(/Новый запрос/);
    expect(await shop.handovers()).toMatchObject([
      { status: 'resolved' },
      { status: 'pending', reason: 'asked_for_human', trigger_type: 'keyword' },
    ]);
  });

  it('"спасибо" opens nothing again', async () => {
    const shop = await installation.newClient();
    const { customer } = shop;
    const topic = await helped(shop);
    const told = customer.told();
    const cards = await shop.posts('card');
    customer.writes('Спасибо!');
    customer.writes('👍');
    await topic.sees(/👍/);
    await eventually(() => allRead(shop));
    expect(await shop.handovers()).toMatchObject([{ status: 'resolved' }]);
    expect(await shop.posts('card')).toHaveLength(cards.length);
    expect(customer.told()).toEqual(told);
  });
});

describe('waiting counts only while the shop is open', () => {
  // A zone in which it is shortly after noon now, whenever the tests run.
  const now = new Date();
  const ahead = 12 - now.getUTCHours();
  const noonZone = ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
  /** A moment of this day there, or of one so many days later. */
  const at = (time: string, daysLater = 0): Date => {
    const day = new Date(plusMinutes(now, 60 * (ahead + 24 * daysLater))).toISOString().slice(0, 10);
    return plusMinutes(new Date(`${day}T${time}:00Z`), -60 * ahead);
  };
  const dateOf = (moment: Date): string =>
    plusMinutes(moment, 60 * ahead)
      .toISOString()
      .slice(0, 10);

  it('not during the lunch break', async () => {
    const shop = await installation.newClient({
      timezone: noonZone,
      settings: {
        working_hours: { 'mon-sun': ['08:00-13:10', '15:00-23:00'] },
        reminder_timeout_1: 75,
        reminder_timeout_2: 90,
        auto_close_timeout: 100,
      },
    });
    await calledPerson(shop);
    const request = await newestRequest(shop);
    const { reminder_1_due_at, reminder_2_due_at } = request;
    const untilLunch = at('13:10').getTime() - (request.waiting_since?.getTime() ?? 0);
    expect(reminder_1_due_at).toEqual(new Date(at('15:00').getTime() + 75 * 60_000 - untilLunch));
    expect(minutesBetween(reminder_1_due_at ?? now, reminder_2_due_at ?? now)).toBe(15);
  });

  it('not in the night, and not on a holiday', async () => {
    const shop = await installation.newClient({
      timezone: noonZone,
      settings: {
        working_hours: { 'mon-sun': ['08:00-18:00'], holidays: [dateOf(at('12:00', 1))] },
        ...{ reminder_timeout_1: 420, reminder_timeout_2: 430, auto_close_timeout: 440 },
      },
    });
    await calledPerson(shop);
    const request = await newestRequest(shop);
    const today = at('18:00').getTime() - (request.waiting_since?.getTime() ?? 0);
    expect(request.reminder_1_due_at).toEqual(new Date(at('08:00', 2).getTime() + 420 * 60_000 - today));
  });

  it('and by the clock on its wall on the night it changes', async () => {
    const shop = await installation.newClient({ timezone: 'Europe/Berlin', language: 'en' });
    shop.customer.writes('/human');
    await (await shop.topicOf()).card();
    const sunday = lastSundayOfMarch(now.getUTCFullYear() + 1);
    // A quarter to six the evening before; the shop closes at six.
    const saturday = plusMinutes(sunday, -8.25 * 60);
    await db.query(sql`
      UPDATE handovers SET created_at = ${saturday}, waiting_since = ${saturday}, last_user_at = ${saturday}
      WHERE client_id = ${shop.client_id}`);
    await applyAgain(shop, { settings: { working_hours: { 'mon-sun': ['09:00-18:00'] } } });
    const { reminder_1_due_at, reminder_2_due_at } = await newestRequest(shop);
    // A quarter past nine is a quarter past seven in UTC, in summer time: an hour earlier than the day before.
    expect(reminder_1_due_at).toEqual(plusMinutes(sunday, 6.25 * 60));
    expect(reminder_2_due_at).toEqual(plusMinutes(sunday, 6.75 * 60));
  });

  /** One in the morning, UTC: when the clocks of Europe are put forward. */
  function lastSundayOfMarch(year: number): Date {
    const last = new Date(Date.UTC(year, 2, 31, 1));
    return plusMinutes(last, -24 * 60 * last.getUTCDay());
  }
});
