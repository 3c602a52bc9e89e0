import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { calledPerson } from './support/steps.js';

const installation = await startInstallation();

describe('a request', () => {
  it('goes from the card to [Беру], an answer, and [Решено]', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    const card = await topic.card();
    expect(card.keyboard.flat().map(({ text }) => text)).toEqual(['Беру', 'Решено', 'Вернуть боту']);
    expect(await timur.presses(topic, 'Беру')).toMatchObject({
      text: 'Запрос ваш. Пишите в тему, клиент всё увидит.',
    });
    const taken = await topic.card(/Отвечает Тимур/);
    expect(taken.keyboard.flat().map(({ text }) => text)).not.toContain('Беру');
    const answer = timur.writes(topic, 'Здравствуйте! Чем помочь?');
    await customer.sees('Здравствуйте! Чем помочь?');
    await eventually(() => expect(timur.reactionsOn(answer)).toEqual(['👌']));
    customer.writes('Хочу торт на заказ');
    await topic.sees(/Хочу торт на заказ/);
    await timur.presses(topic, 'Решено');
    await customer.sees('Рады были помочь! Если появятся вопросы, просто напишите сюда.');
    expect((await topic.card(/Решено/)).keyboard).toEqual([]);
    const [handover] = await shop.handovers();
    expect(handover).toMatchObject({ status: 'resolved', assigned_to_name: timur.name });
    expect([handover?.taken_at, handover?.first_response_at, handover?.resolved_at]).not.toContain(null);
  });

  it('is won by one of two managers who press [Беру] at once, and both are told', async () => {
    const shop = await installation.newClient();
    const { timur, olga } = shop;
    const topic = await calledPerson(shop);
    const [one, two] = await Promise.all([timur.presses(topic, 'Беру'), olga.presses(topic, 'Беру')]);
    const winner = one.text?.startsWith('Запрос ваш') ? timur : olga;
    const toasts = winner === timur ? [one, two] : [two, one];
    expect(toasts[0]).toMatchObject({ text: expect.stringContaining('Запрос ваш'), show_alert: false });
    expect(toasts[1]?.text).toMatch(
      new RegExp(`^Вас опередили: с \\d\\d:\\d\\d отвечает ${winner.name}\\.$`),
    );
    await topic.card(new RegExp(`Отвечает ${winner.name}`));
    expect(await shop.handovers()).toMatchObject([{ status: 'active', assigned_to_name: winner.name }]);
  });

  it('keeps what is written before [Беру] inside, until [Беру и отправить]', async () => {
    const shop = await installation.newClient();
    const { customer, timur, olga } = shop;
    const topic = await calledPerson(shop);
    olga.writes(topic, 'Кто-нибудь, возьмите');
    timur.writes(topic, 'Одну минуту, смотрю');
    await topic.sees(/Чтобы ответить, возьмите запрос/);
    // The offer stands under the newest: press it once it does.
    await eventually(async () => {
      const offers = topic
        .messages()
        .filter(({ keyboard }) => keyboard.flat().some(({ text }) => text === 'Беру и отправить'));
      expect(offers.map(({ reply_to }) => reply_to?.text)).toEqual(['Одну минуту, смотрю']);
    });
    expect(customer.told()).toHaveLength(1);
    expect(await timur.presses(topic, 'Беру и отправить')).toMatchObject({ text: 'Отправляю клиенту.' });
    await customer.sees('Одну минуту, смотрю');
    await topic.card(/Отвечает Тимур/);
    timur.writes(topic, 'Нашёл ваш заказ');
    await customer.sees('Нашёл ваш заказ');
    expect(customer.told().slice(1)).toEqual(['Одну минуту, смотрю', 'Нашёл ваш заказ']);
    await eventually(() =>
      expect(topic.messages().some(({ text }) => text.includes('возьмите запрос'))).toBe(false),
    );
  });

  it('keeps another manager’s text inside, with [Забрать и отправить]', async () => {
    const shop = await installation.newClient();
    const { customer, timur, olga } = shop;
    const topic = await calledPerson(shop);
    await timur.presses(topic, 'Беру');
    olga.writes(topic, 'Я знаю ответ: скидка десять процентов');
    await topic.sees(new RegExp(`не отправлено: отвечает ${timur.name}`));
    timur.writes(topic, 'Сейчас уточню у коллег');
    await customer.sees('Сейчас уточню у коллег');
    expect(customer.told().slice(1)).toEqual(['Сейчас уточню у коллег']);
    expect(await olga.presses(topic, 'Забрать и отправить')).toMatchObject({ text: 'Отправляю клиенту.' });
    await customer.sees('Я знаю ответ: скидка десять процентов');
    await topic.card(new RegExp(`Отвечает ${olga.name}`));
  });

  it('lets any manager answer where the client says so', async () => {
    const shop = await installation.newClient({ settings: { reply_policy: 'any_manager' } });
    const { customer, timur, olga } = shop;
    const topic = await calledPerson(shop);
    await timur.presses(topic, 'Беру');
    const written = olga.writes(topic, 'Подскажу вместо коллеги');
    await customer.sees('Подскажу вместо коллеги');
    await eventually(() => expect(olga.reactionsOn(written)).toEqual(['👌']));
    expect(await shop.handovers()).toMatchObject([{ status: 'active', assigned_to_name: timur.name }]);
  });

  it('keeps a line that begins with // inside, also the taker’s', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    await timur.presses(topic, 'Беру');
    timur.writes(topic, '// клиент уже жаловался в прошлом месяце');
    timur.writes(topic, 'Добрый день, слушаю вас');
    await customer.sees('Добрый день, слушаю вас');
    expect(customer.told().slice(1)).toEqual(['Добрый день, слушаю вас']);
  });

  it('shows what the customer answers to, and what the manager answers to', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    await timur.presses(topic, 'Беру');
    const question = timur.writes(topic, 'Вам с молоком?');
    const seen = await customer.sees('Вам с молоком?');
    await eventually(() => expect(timur.reactionsOn(question)).toEqual(['👌']));
    customer.writes('Да, с овсяным', { replyTo: seen.message_id });
    const line = await topic.sees(/Да, с овсяным/);
    expect(line.reply_to?.message_id).toBe(question);
    const wish = customer.writes('И два круассана');
    const wishLine = await topic.sees(/И два круассана/);
    timur.writes(topic, 'Круассаны будут к девяти', { replyTo: wishLine.message_id });
    const reply = await customer.sees('Круассаны будут к девяти');
    expect(reply.reply_to?.message_id).toBe(wish);
  });

  it('tells the manager why nothing arrives when the customer has blocked the bot', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    await timur.presses(topic, 'Беру');
    customer.blocksBot();
    const answer = timur.writes(topic, 'Ваш заказ готов, приходите');
    await topic.sees('💔 Не доставлено: клиент заблокировал бота');
    await eventually(() => expect(timur.reactionsOn(answer)).toEqual(['💔']));
    await topic.card(/клиент заблокировал бота/);
    customer.unblocksBot();
    customer.writes('Я снова тут, разблокировал');
    await topic.sees(/Я снова тут, разблокировал/);
    timur.writes(topic, 'Отлично, ждём вас');
    await customer.sees('Отлично, ждём вас');
    await topic.card(({ text }) => !text.includes('заблокировал'));
  });
});

it('wrote nothing of what people said, and no token, into its log', () => {
  expect(installation.leaks()).toEqual([]);
});
