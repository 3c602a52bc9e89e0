import { eventually } from '../support/eventually.js';
import { startInstallation } from './support/installation.js';
import { takenRequest } from './support/steps.js';

const installation = await startInstallation();
const { telegram } = installation;

describe('killed between the commit of a change and its sending', () => {
  it('passes an edit and a deletion on after the restart', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const sum = timur.writes(topic, 'Сумма 1000');
    await customer.sees('Сумма 1000');
    const secret = timur.writes(topic, 'Внутренний номер 55');
    await customer.sees('Внутренний номер 55');
    await eventually(() => expect(timur.reactionsOn(secret)).toEqual(['👌']));
    const { username: botUsername } = shop.shopBot;
    for (const method of ['editMessageText', 'deleteMessage'])
      telegram.faults.add({ kind: 'drop-before', method, botUsername, times: 100 });
    timur.edits(sum, 'Сумма 2000');
    timur.writes(topic, '/del', { replyTo: secret });
    await eventually(async () => {
      expect(await shop.edits()).toHaveLength(1);
      const messages = await shop.messages();
      expect(messages.find(({ content }) => content === 'Внутренний номер 55')?.deleted_at).not.toBeNull();
    });
    await installation.kill();
    expect(customer.told()).toEqual(expect.arrayContaining(['Сумма 1000', 'Внутренний номер 55']));
    telegram.faults.clear();
    await installation.start();
    await customer.sees('Сумма 2000');
    await topic.sees('🗑 Сообщение удалено у клиента.');
    expect(customer.told()).not.toContain('Сумма 1000');
    expect(customer.told()).not.toContain('Внутренний номер 55');
    await eventually(() => expect(timur.reactionsOn(sum)).toEqual(['✍']));
  });

  it('makes a change whose outcome was lost once more, and nobody sees it twice', async () => {
    const shop = await installation.newClient();
    const { customer, timur } = shop;
    const topic = await takenRequest(shop);
    const sum = timur.writes(topic, 'Привезём завтра');
    await customer.sees('Привезём завтра');
    const { username: botUsername } = shop.shopBot;
    telegram.faults.add({ kind: 'drop-after', method: 'editMessageText', botUsername, times: 1 });
    timur.edits(sum, 'Привезём сегодня');
    await eventually(() => expect(timur.reactionsOn(sum)).toEqual(['✍']));
    expect(customer.told().filter((text) => text.startsWith('Привезём'))).toEqual(['Привезём сегодня']);
  });
});
