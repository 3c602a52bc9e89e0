import { waitToSee } from './support/chats.js';
import { startInstallation } from './support/installation.js';
import type { Shop, Topic } from './support/shop.js';
import type { Customer } from './support/people.js';
import { calledPerson } from './support/steps.js';

const installation = await startInstallation();

/** Anna has another account, and has asked for a person from both. */
async function annaTwice(): Promise<{ shop: Shop; other: Customer; first: Topic; second: Topic }> {
  const shop = await installation.newClient();
  const first = await calledPerson(shop);
  const person = shop.ground.telegram.createPerson({
    first_name: 'Аня',
    username: `anya_${shop.group}`.replace('-', ''),
  });
  const other = shop.newCustomer('Аня', person.id);
  other.writes('Позовите человека, это снова я');
  await other.sees('Зову коллегу, ответ придёт сюда же.');
  const second = await shop.topicOf(other);
  await second.card(/Новый запрос/);
  return { shop, other, first, second };
}

describe('one person under two addresses', () => {
  it('is joined by a manager into one topic, answered where they wrote last, and parted again', async () => {
    const { shop, other, first, second } = await annaTwice();
    const { timur, customer } = shop;
    timur.writes(first, '/merge аня');
    await first.sees(/Открытый запрос есть и здесь, и у другого: Аня/);
    expect((await timur.presses(first, 'Объединить')).text).toBe('Объединено');
    await first.sees(
      /🔗 Тимур[^]* объединяет с этим клиентом: Аня \(Telegram, @anya_\d+\)\. Теперь всё приходит сюда/,
    );
    await first.sees(/Позовите человека, это снова я/);
    const left = await second.sees(/разговор продолжается в теме: Анна \(Telegram\)/);
    expect(left.entities).toContainEqual(
      expect.objectContaining({ type: 'text_link', url: expect.stringMatching(/\/\d+$/) }),
    );
    await waitToSee(
      () => shop.ground.chats.in(String(shop.group)).filter(({ thread_id }) => thread_id === second.thread),
      ({ service }) => service !== null && 'forum_topic_closed' in service,
    );

    await timur.presses(first, 'Беру');
    other.writes('Вы видите меня здесь?');
    await first.sees('Вы видите меня здесь?');
    timur.writes(first, 'Да, вижу');
    await other.sees('Да, вижу');
    customer.writes('И здесь?');
    await first.sees('И здесь?');
    timur.writes(first, 'И здесь');
    await customer.sees('И здесь');
    expect(other.told()).not.toContain('И здесь');

    timur.writes(first, '/info');
    await first.sees(/Объединён с: Аня/);
    timur.writes(first, '/unmerge');
    await first.sees(/✂️ Тимур[^]* разъединяет клиентов/);
    await second.sees(/✂️ Тимур[^]* разъединяет клиентов/);
    other.writes('А теперь я сама по себе');
    await second.sees('А теперь я сама по себе');
  });

  it('is told where to write when somebody writes in the topic that was left', async () => {
    const { shop, other, first, second } = await annaTwice();
    const { timur } = shop;
    timur.writes(first, `/merge https://t.me/c/${String(shop.group).replace('-100', '')}/${second.thread}`);
    await timur.presses(first, 'Объединить');
    const left = await second.sees(/разговор продолжается в теме/);
    timur.writes(second, 'Здравствуйте, это никуда не уйдёт');
    await second.sees(
      ({ text, message_id }) => text.includes('продолжается в теме') && message_id > left.message_id,
    );
    expect(other.told()).not.toContain('Здравствуйте, это никуда не уйдёт');
  });
});

describe('/write', () => {
  it('says that there is nothing to write from while no WhatsApp is connected', async () => {
    const shop = await installation.newClient();
    shop.timur.writes(null, '/write 8 701 000 00 01 Добрый день!');
    await waitToSee(shop.groupMessages, /WhatsApp не подключён, поэтому писать неоткуда/);
    shop.timur.writes(null, '/write Анне привет');
    await waitToSee(shop.groupMessages, /«Анне» не похоже на номер телефона/);
  });
});
