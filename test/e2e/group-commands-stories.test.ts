import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { calledPerson, takenRequest } from './support/steps.js';

const installation = await startInstallation();

describe('a manager’s command', () => {
  it('/summary is answered at once, and then with the conversation in short', async () => {
    const shop = await installation.newClient();
    const { customer, timur, model } = shop;
    const held = model.hold('summary');
    model.answers.summary = () => ({
      summary: 'Анна ждёт возврата денег, Тимур обещал ответить до пятницы.',
    });
    const topic = await takenRequest(shop);
    timur.writes(topic, 'Вернём до пятницы');
    await customer.sees('Вернём до пятницы');
    timur.writes(topic, '/summary');
    await topic.sees('🧾 Составляю пересказ…');
    held.release();
    const written = await topic.sees(/Анна ждёт возврата денег, Тимур обещал ответить до пятницы\.$/);
    expect(written.edited).toBe(true);
    expect(customer.told()).toHaveLength(2);
  });

  it('/history shows what was said, and none of it goes to the customer', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    customer.writes('во сколько вы открываетесь?');
    await customer.sees('Мы открыты с 9 до 19.');
    const topic = await calledPerson(shop);
    timur.writes(topic, '/history 10');
    await topic.sees(
      /^📜[^]*Анна: во сколько вы открываетесь\?\n[\d:]+ 🤖 Бот: Мы открыты с 9 до 19\.\n[\d:]+ Анна: Позовите человека/,
    );
    expect(customer.told()).toEqual(['Мы открыты с 9 до 19.', 'Зову коллегу, ответ придёт сюда же.']);
  });

  it('/r sends a saved reply, but only from who has the request', async () => {
    const shop = await installation.newClient({ saved_replies: { adres: 'Мы на Абая 10, вход со двора.' } });
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    timur.writes(topic, '/r adres');
    await topic.sees(/Готовый ответ[^]*Мы на Абая 10/);
    await timur.presses(topic, 'Беру и отправить');
    await customer.sees('Мы на Абая 10, вход со двора.');
    const sent = timur.writes(topic, '/r adres');
    await topic.sees(/Отправляю клиенту:\nМы на Абая 10/);
    timur.writes(topic, '/r adress');
    await topic.sees(/«adress» нет[^]*• adres — Мы на Абая 10/);
    await topic.sees(() => timur.reactionsOn(sent).includes('👌'));
    expect(customer.told().filter((text) => text.startsWith('Мы на Абая'))).toHaveLength(2);
  });

  it('stands in the menu of the group', async () => {
    const shop = await installation.newClient();
    await calledPerson(shop);
    const menu = async (): Promise<string[]> => {
      const { env } = installation;
      const scope = JSON.stringify({ type: 'chat', chat_id: shop.group });
      const url = `${env['TELEGRAM_API_ROOT']}/bot${shop.managersBot.token}/getMyCommands?scope=${encodeURIComponent(scope)}`;
      const { result } = (await (await fetch(url)).json()) as { result: { command: string }[] };
      return result.map(({ command }) => command);
    };
    const all = [
      'take',
      'resolve',
      'bot',
      'assign',
      'note',
      'r',
      'summary',
      'history',
      'info',
      'queue',
      'help',
    ];
    await eventually(async () => expect(await menu()).toEqual(expect.arrayContaining(all)));
  });
});
