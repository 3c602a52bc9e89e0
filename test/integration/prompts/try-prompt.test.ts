import { ModelError } from '../../../src/assistant/model.js';
import { tryPrompt } from '../../../src/prompts/try-prompt.js';
import type { TrialAsk } from '../../../src/prompts/try-prompt.js';
import { readPastQuestions } from '../../../src/prompts/past-questions.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel, plainClassification } from '../../support/fake-model.js';
import type { Asked } from '../../support/fake-model.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { assistantWith, coffeeIntents, offlineAssistant, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');
const never = new AbortController().signal;

/** Answers by who it is told to be. */
const inCharacter = ({ system }: Asked): unknown => ({
  action: 'answer',
  text: system.includes('сомелье') ? 'Рекомендую рислинг.' : 'Рекомендую латте.',
});

const model = fakeModel({
  classify: ({ system }) => ({ ...plainClassification, intent: system.includes('строже') ? null : 'menu' }),
  answer: inCharacter,
});

const ask = ({ client_id }: Shop, more: Partial<TrialAsk>): TrialAsk => ({
  ...{ line: { client_id, name: 'system_prompt' }, client_id },
  ...{ old: 'active', new: { text: 'Ты сомелье.' } },
  ...{ messages: [], conversation_ids: [], questions: [] },
  ...more,
});

/** What the fake model takes; nobody knows its price. */
const oneCall = { calls: 1, tokens: 15, cost_usd: null };

const shopOfBarista = (settings: Record<string, unknown> = {}): Promise<Shop> =>
  openShop(database, clock, {
    ...{ intents: coffeeIntents, prompts: { system_prompt: 'Ты бариста.' } },
    settings,
  });

describe('A prompt that is tried before it is activated', () => {
  it('answers typed messages beside the one in use, and nobody is sent anything', async () => {
    const shop = await shopOfBarista();
    const assistant = assistantWith(shop, model);
    const lines = await tryPrompt(
      { db: database, assistant },
      ask(shop, { messages: ['что посоветуете?', ' '] }),
      never,
    );
    expect(lines).toEqual([
      {
        ...{ conversation_id: null, seq: null, question: 'что посоветуете?', said: null },
        old: { answer: { action: 'answer', text: 'Рекомендую латте.' }, problem: null, spent: oneCall },
        new: { answer: { action: 'answer', text: 'Рекомендую рислинг.' }, problem: null, spent: oneCall },
      },
    ]);
    expect(await database.query(sql`SELECT id FROM messages WHERE client_id = ${shop.client_id}`)).toEqual(
      [],
    );
  });

  it('is asked again what customers asked in past conversations, beside what was said then', async () => {
    const shop = await shopOfBarista();
    const assistant = assistantWith(shop, model);
    const asked = await shop.write('что посоветуете?');
    await takeTurn(shop, clock, { ...asked, assistant });
    await shop.write('спасибо');
    const other = await openShop(database, clock);
    const foreign = await other.write('чужой вопрос');
    const conversation_ids = [asked.conversation_id, foreign.conversation_id];
    const lines = await tryPrompt({ db: database, assistant }, ask(shop, { conversation_ids }), never);
    expect(lines).toMatchObject([
      {
        conversation_id: asked.conversation_id,
        question: 'что посоветуете?',
        said: 'Рекомендую латте.',
        new: { answer: { text: 'Рекомендую рислинг.' } },
      },
    ]);
  });

  it('is asked one past question again that was chosen from what was asked, and no other', async () => {
    const shop = await shopOfBarista();
    const tools = { db: database, assistant: assistantWith(shop, model) };
    const asked = await shop.write('что посоветуете?');
    await takeTurn(shop, clock, { ...asked, assistant: tools.assistant });
    await shop.write('а из десертов?');
    const other = await openShop(database, clock);
    const foreign = await other.write('чужой вопрос');
    const conversation_ids = [foreign.conversation_id, asked.conversation_id];
    const of = { client_id: shop.client_id, name: 'system_prompt' as const, conversation_ids };
    const { items, tokens_of_call } = await readPastQuestions(database, of);
    expect(items).toMatchObject([
      { question: 'что посоветуете?', said: 'Рекомендую латте.' },
      { question: 'а из десертов?', said: null },
    ]);
    expect(tokens_of_call).toBe(15);
    const [, { conversation_id, seq }] = items as [
      unknown,
      { conversation_id: typeof asked.conversation_id; seq: number },
    ];
    const questions = [{ conversation_id, seq }];
    const lines = await tryPrompt(tools, ask(shop, { questions }), never);
    expect(lines).toMatchObject([{ seq, question: 'а из десертов?', old: { spent: oneCall } }]);
    const ofOthers = ask(shop, { questions: [{ conversation_id: foreign.conversation_id, seq: 1 }] });
    await expect(tryPrompt(tools, ofOthers, never)).rejects.toMatchObject({ code: 'nothing_to_try' });
  });

  it('is told about the business by variables, the moment included; a variable nothing is known of is refused', async () => {
    const shop = await shopOfBarista();
    const watched = fakeModel({ answer: inCharacter });
    const tools = { db: database, assistant: assistantWith(shop, watched) };
    const text = 'Ты {client_name}. {"json": 1} Сегодня {today}, {time}. Язык: {language}.';
    await tryPrompt(tools, ask(shop, { new: { text }, messages: ['раз'] }), never);
    const systems = watched.asked.map(({ system }) => system).join('\n');
    expect(systems).toMatch(
      /\{"json": 1\} Сегодня понедельник, 23 ноября 2026.*, \d\d:\d\d\. Язык: русский\./,
    );
    expect(systems).not.toContain('{client_name}');
    await expect(
      tryPrompt(tools, ask(shop, { new: { text: 'Ты {who}.' }, messages: ['раз'] }), never),
    ).rejects.toMatchObject({ fields: { 'new.text': expect.stringContaining('{who} is not known') } });
  });

  it('of the classifier shows how both sort the message', async () => {
    const shop = await shopOfBarista();
    const classifier = { client_id: shop.client_id, name: 'classifier' } as const;
    const stricter = { line: classifier, new: { text: 'Суди строже.' } };
    const wanted = ask(shop, { ...stricter, messages: ['что есть?'] });
    const [line] = await tryPrompt({ db: database, assistant: assistantWith(shop, model) }, wanted, never);
    expect(line).toMatchObject({ old: { answer: { intent: 'menu' } }, new: { answer: { intent: null } } });
  });

  it('costs what it costs: its calls are written down and count against the tokens of the day', async () => {
    const shop = await shopOfBarista({ daily_token_limit: 20 });
    const assistant = assistantWith(shop, model);
    const once = ask(shop, { messages: ['раз'] });
    await tryPrompt({ db: database, assistant }, once, never);
    const calls = await database.query(sql`
      SELECT purpose, conversation_id, outcome FROM llm_calls WHERE client_id = ${shop.client_id}`);
    expect(calls).toEqual([
      { purpose: 'answer', conversation_id: null, outcome: 'ok' },
      { purpose: 'answer', conversation_id: null, outcome: 'ok' },
    ]);
    const [line] = await tryPrompt({ db: database, assistant }, once, never);
    expect(line).toMatchObject({ old: { problem: 'budget_spent' }, new: { problem: 'budget_spent' } });
  });

  it('says so when the model fails, and when there is none', async () => {
    const shop = await shopOfBarista();
    const broken = fakeModel({ answer: () => new ModelError({ outcome: 'rejected', detail: '400' }) });
    const wanted = ask(shop, { messages: ['раз'] });
    const [line] = await tryPrompt({ db: database, assistant: assistantWith(shop, broken) }, wanted, never);
    expect(line).toMatchObject({ old: { answer: null, problem: 'rejected' } });
    const without = tryPrompt({ db: database, assistant: offlineAssistant(shop) }, wanted, never);
    await expect(without).rejects.toMatchObject({ code: 'no_model' });
  });

  it('needs a question, and not too many', async () => {
    const shop = await shopOfBarista();
    const tools = { db: database, assistant: assistantWith(shop, model) };
    await expect(tryPrompt(tools, ask(shop, {}), never)).rejects.toMatchObject({ code: 'nothing_to_try' });
    const many = ask(shop, { messages: Array.from({ length: 11 }, () => 'раз') });
    await expect(tryPrompt(tools, many, never)).rejects.toMatchObject({
      fields: { messages: 'must be at most 10' },
    });
  });
});
