import { startInstallation } from './support/installation.js';
import type { Shop } from './support/shop.js';
import { calledPerson } from './support/steps.js';
import { eventually } from '../support/eventually.js';

const installation = await startInstallation();

/** What the topics of a shop's group were given, oldest first: the icon they were made with is not among them. */
function changes({ ground, group }: Shop): { name?: string; icon?: string }[] {
  return ground.chats
    .in(String(group))
    .flatMap(({ service }) => (service?.['forum_topic_edited'] ? [service['forum_topic_edited']] : []))
    .map((edited) => {
      const { name, icon } = edited as { name?: string; icon?: string };
      return { ...(name && { name }), ...(icon && { icon }) };
    });
}

describe('a topic in the group’s list', () => {
  it('has an icon that tells how its request stands, changed only when that changes', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    expect(changes(shop)).toEqual([]);
    await timur.presses(topic, 'Беру');
    await eventually(() => expect(changes(shop)).toEqual([{ icon: '💬' }]));
    timur.writes(topic, 'Здравствуйте!');
    await customer.sees('Здравствуйте!');
    customer.writes('И вам доброго дня, жду ответа');
    await topic.sees(/жду ответа/);
    await timur.presses(topic, 'Решено');
    await eventually(() => expect(changes(shop)).toEqual([{ icon: '💬' }, { icon: '✅' }]));
  });

  it('stays as it is where the bot may not change it, and everything else goes on', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await calledPerson(shop);
    shop.ground.telegram.faults.add({
      method: 'editForumTopic',
      botUsername: shop.managersBot.username,
      kind: 'error',
      error: { code: 400, description: 'Bad Request: not enough rights to edit the topic' },
    });
    await timur.presses(topic, 'Беру');
    timur.writes(topic, 'Здравствуйте!');
    await customer.sees('Здравствуйте!');
    const { telegram } = shop.ground;
    await telegram.journal.waitFor({ method: 'editForumTopic', chatId: shop.group, ok: false }, 30_000);
    await timur.presses(topic, 'Решено');
    await topic.card(/Решено: Тимур/);
    await customer.sees(/Рады были помочь/);
    // What was refused is not insisted on: the next change is tried by itself.
    await eventually(() => expect(changes(shop)).toEqual([{ icon: '✅' }]));
  });
});
