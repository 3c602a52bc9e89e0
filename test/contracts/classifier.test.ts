import { createAssistant } from '../../src/assistant/assistant.js';
import type { Dialogue } from '../../src/assistant/conversation-for-model.js';
import { LLMock } from '@copilotkit/aimock';
import { openAiModel } from '../../src/assistant/openai-model.js';
import type { Classification } from '../../src/intents/classifier.js';
import { intentsStatement } from '../../src/intents/load-intents.js';
import type { Intent } from '../../src/intents/load-intents.js';
import { sql } from '../../src/shared/database.js';
import { fixedClock } from '../support/clock.js';
import { testDatabase } from '../support/database.js';
import { plainClassification } from '../support/fake-model.js';
import { openShop } from '../support/shop.js';
import { coffeeIntents } from '../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const service = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
await service.start();
afterAll(() => service.stop());

// What a good model would make of each message below. That it is asked, and its answer read, is what is tried here.
const understood: Record<string, object> = {
  'во сколько вы открываетесь?': { intent: 'opening_hours' },
  'мне привезли холодный кофе': { intent: 'complaint' },
  'позовите оператора': { wants_human: true, confidence: 0.2 },
  спасибо: { pleasantry: true, confidence: 0.1 },
  'what time do you open today?': { confidence: 0.2, language: 'en' },
  'ыва пролдж эжд': { confidence: 0.1, language: null },
};
service.on({ userMessage: /./ }, ({ messages }) => {
  const { conversation } = JSON.parse(messages.at(-1)?.content as string) as {
    conversation: { text: string; unread?: true }[];
  };
  const said = conversation.filter(({ unread }) => unread).at(-1)?.text ?? '';
  return { content: JSON.stringify({ ...plainClassification, ...understood[said] }) };
});

const classifiers = {
  'the offline classifier': () => null,
  'the model': () => openAiModel({ apiKey: 'sk-test', baseUrl: `${service.url}/v1`, model: 'gpt-4.1-mini' }),
};

const coffeeShop = { name: 'Кофейня', language: 'ru', timezone: 'Asia/Almaty' };

describe.each(Object.entries(classifiers))('A classifier: %s', (_name, model) => {
  /** What is understood when a user, after some earlier talk, says this. */
  async function classify(...unread: string[]): Promise<Classification> {
    const shop = await openShop(database, clock, { intents: coffeeIntents });
    const { conversation_id } = await shop.write('начало');
    const assistant = createAssistant({ ...shop.tools, model: model() });
    const line = { kind: 'text', manager_name: null };
    const earlier = [
      { ...line, seq: 1, role: 'user' as const, content: 'хочу пожаловаться' },
      { ...line, seq: 2, role: 'assistant' as const, content: 'Слушаю вас.' },
    ];
    const dialogue: Dialogue = {
      lines: [
        ...earlier,
        ...unread.map((content, index) => ({ ...line, seq: 3 + index, role: 'user' as const, content })),
      ],
      read_seq: 2,
      summary: null,
      handback: null,
    };
    const intents = await database.query<Intent>(intentsStatement(shop.client_id));
    const thinking = assistant.think(
      { client_id: shop.client_id, conversation_id },
      new AbortController().signal,
    );
    return thinking.understand({ intents, dialogue, business: coffeeShop, languages: ['ru'] });
  }

  it('finds the intent that is asked for, and is sure of it', async () => {
    const found = await classify('во сколько вы открываетесь?');
    expect(found).toMatchObject({
      intent: 'opening_hours',
      wants_human: false,
      pleasantry: false,
      language: 'ru',
    });
    expect(found.confidence).toBeGreaterThan(0.6);
    expect(await classify('мне привезли холодный кофе')).toMatchObject({ intent: 'complaint' });
  });

  it('judges what is unread, not what was settled before', async () => {
    expect(await classify('добрый день', 'во сколько вы открываетесь?')).toMatchObject({
      intent: 'opening_hours',
    });
  });

  it('hears that a person is wanted', async () => {
    expect(await classify('позовите оператора')).toMatchObject({ wants_human: true });
  });

  it('knows thanks from a question', async () => {
    expect(await classify('спасибо')).toMatchObject({ pleasantry: true });
  });

  it('tells the language', async () => {
    expect(await classify('what time do you open today?')).toMatchObject({ language: 'en' });
  });

  it('is not sure of what nobody could understand', async () => {
    const { confidence, intent } = await classify('ыва пролдж эжд');
    expect(intent === null || confidence < 0.6).toBe(true);
  });

  it('never names an intent that the client does not have', async () => {
    const names = new Set([...coffeeIntents.map(({ name }) => name), null]);
    for (const text of Object.keys(understood)) expect(names).toContain((await classify(text)).intent);
  });
});

describe('What the model was asked', () => {
  it('is accounted for, call by call', async () => {
    const { calls } = await database.one<{ calls: number }>(
      sql`SELECT count(*) AS calls FROM llm_calls WHERE outcome = 'ok'`,
    );
    expect(calls).toBe(service.getRequests().length);
    expect(calls).toBeGreaterThan(0);
  });
});
