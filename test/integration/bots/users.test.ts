import { eventually } from '../../support/eventually.js';
import { testDatabase } from '../../support/database.js';
import { openStage } from './stage.js';
import type { Stage } from './stage.js';

const { database } = await testDatabase();

describe('a user and the bot', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(database);
    await stage.start();
  });
  afterAll(() => stage.close());

  it('what the user writes is stored, and what is queued for the user arrives', async () => {
    const message = await stage.meet('Do you deliver?');
    expect(message).toMatchObject({ role: 'user', kind: 'text', content: 'Do you deliver?' });
    const id = await stage.say('Yes, we do.');
    await eventually(() => expect(stage.told()).toEqual(['Yes, we do.']));
    await eventually(async () => expect(await stage.status(id)).toMatchObject({ delivery_status: 'sent' }));
  });

  it('a request shows as a card in a topic of its own', async () => {
    const message = await stage.meet('I want a person');
    await stage.callPerson(message);
    await eventually(() => expect(stage.groupChat().some(({ keyboard, thread_id }) => keyboard.length > 0 && thread_id !== null)).toBe(true));
  });
});
