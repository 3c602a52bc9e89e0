import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openCloudStage } from './cloud-stage.js';
import type { CloudStage } from './cloud-stage.js';

const { database } = await testDatabase();

describe('what WhatsApp tells of a message before it answers the sending', () => {
  let stage: CloudStage;
  beforeEach(async () => {
    stage = await openCloudStage(database);
    await stage.start();
    stage.graph.customerSends({ ...stage.anna, text: 'hello' });
    await eventually(async () => (await stage.messages()).length > 0);
    stage.graph.faults.add({ operation: 'sendMessage', kind: 'late-answer', delayMs: 1_500 });
  });
  afterEach(() => stage.close());

  const who = () => ({ phone_number_id: stage.phone_number_id, from: stage.anna.from });
  const arrived = () => eventually(() => stage.phone().length > 1);
  const isSettled = () => eventually(() => stage.graph.areWebhooksSettled());
  const becomes = (id: Awaited<ReturnType<CloudStage['say']>>, delivery_status: string) =>
    eventually(async () => expect(await stage.status(id)).toMatchObject({ delivery_status }));

  it('is not lost: it was read', async () => {
    const id = await stage.say('Добрый день');
    await arrived();
    stage.graph.customerReads(who());
    await isSettled();
    expect(await stage.status(id)).toMatchObject({ delivery_status: 'sending' });
    await becomes(id, 'read');
  });

  it('is not lost: it could not be delivered', async () => {
    stage.graph.closeWindow({ phone_number_id: stage.phone_number_id, customer: stage.anna.from });
    const id = await stage.say('Добрый день');
    await becomes(id, 'failed');
    expect(await stage.status(id)).toMatchObject({
      delivery_error: expect.stringContaining('window_closed'),
    });
    expect(stage.phone()).toHaveLength(1);
  });

  it('does not hold up what comes after it', async () => {
    const [one, two] = [await stage.say('one'), await stage.say('two')];
    await arrived();
    stage.graph.customerReads(who());
    await becomes(two, 'delivered');
    await becomes(one, 'read');
    const told = stage.phone().filter(({ from }) => from === 'business');
    expect(told.map(({ text }) => text)).toEqual(['one', 'two']);
  });
});
