import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { openLinkedStage } from './linked-stage.js';

const { database } = await testDatabase();

/** Linking a phone takes a while: it is done once. */
const opening = openLinkedStage(database);
const rounds = 20;

describe('the business and a customer, writing to each other at the same moment', () => {
  beforeAll(async () => {
    const stage = await opening;
    await stage.start();
    await stage.stored(await stage.anna.writes('hello'));
  }, 90_000);
  afterAll(async () => (await opening).close());

  it('read every word of each other, in order', async () => {
    const { anna, say, shown, messages } = await opening;
    const answers = Array.from({ length: rounds }, (_, number) => `answer ${number}`);
    const questions = Array.from({ length: rounds }, (_, number) => `question ${number}`);
    for (const [number, answer] of answers.entries()) {
      await Promise.all([anna.writes(questions[number] ?? ''), say(answer)]);
    }
    await eventually(() => expect(shown(anna).map(({ text }) => text)).toEqual(answers));
    await eventually(async () => {
      const stored = (await messages(anna)).filter(({ role }) => role === 'user');
      expect(stored.map(({ content }) => content)).toEqual(['hello', ...questions]);
    });
  }, 60_000);

  it('send again what a phone could not open', async () => {
    const { anna, say, shown, stored } = await opening;
    anna.losesSessions();
    await say('for a phone that forgot');
    await say('and one more');
    await eventually(() =>
      expect(
        new Set(
          shown(anna)
            .map(({ text }) => text)
            .slice(rounds),
        ),
      ).toEqual(new Set(['for a phone that forgot', 'and one more'])),
    );
    const { content } = await stored(await anna.writes('I can read you again'));
    expect(content).toBe('I can read you again');
  }, 60_000);
});
