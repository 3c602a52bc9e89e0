import { startInstallation } from './support/installation.js';

const installation = await startInstallation();

describe('the assistant', () => {
  it.concurrent('answers by an intent', async () => {
    const shop = await installation.newClient();
    shop.customer.writes('Во сколько вы открываетесь?');
    await shop.customer.sees('Мы открыты с 9 до 19.');
    expect(shop.topicNames()).toEqual([]);
  });
});
