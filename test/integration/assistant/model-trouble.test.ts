import { createAssistant } from '../../../src/assistant/assistant.js';
import type { Assistant } from '../../../src/assistant/assistant.js';
import { ModelError } from '../../../src/assistant/model.js';
import type { Model } from '../../../src/assistant/model.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';
import { fakeModel, plainClassification } from '../../support/fake-model.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';
import { coffeeIntents, takeTurn } from '../../support/turns.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00+05:00');

const known = 'во сколько вы открываетесь?';
const openingHours = 'Мы открыты с 9 до 19.';
const unknown = 'сколько стоит аренда зала на выходные?';

const shopWith = (settings: Record<string, unknown> = {}): Promise<Shop> =>
  openShop(database, clock, { intents: coffeeIntents, settings });

let users = 700;

/** Somebody asks something, and the assistant's turn comes. @returns what they were told */
async function ask(shop: Shop, assistant: Assistant, text: string): Promise<string | undefined> {
  const asked = await shop.write(text, { who: String((users += 1)) });
  await takeTurn(shop, clock, { ...asked, assistant });
  return (await shop.said(asked.conversation_id)).at(-1)?.content;
}

/** A model that can be switched off, on a clock of the breaker that a test moves; every failure takes two seconds. */
function moodyModel(how = () => new ModelError({ outcome: 'server_error', detail: '503' })) {
  const mood = { isDead: false, nowMs: 0 };
  const model = fakeModel({
    classify: () => {
      if (!mood.isDead) return { ...plainClassification, intent: 'menu' };
      mood.nowMs += 2_000;
      return how();
    },
    answer: () => ({ action: 'answer', text: 'Отвечает модель.' }),
  });
  return { mood, model };
}

function assistantOn(shop: Shop, model: Model, breakerNow?: () => number): Assistant {
  return createAssistant({
    ...shop.tools,
    model,
    patience: { firstPauseMs: 1, longestPauseMs: 2 },
    ...(breakerNow && { breakerNow }),
  });
}

describe('When the model is dead for a minute', () => {
  it('the first turn finds that out, all others are answered offline at once, and then the model is back', async () => {
    const shop = await shopWith();
    const { mood, model } = moodyModel();
    const assistant = assistantOn(shop, model, () => mood.nowMs);
    expect(await ask(shop, assistant, 'что есть?')).toBe('Отвечает модель.');

    mood.isDead = true;
    const before = model.asked.length;
    expect(await ask(shop, assistant, known)).toBe(openingHours);
    expect(model.asked.length - before).toBe(3);
    expect(assistant.modelStatus).toMatchObject({ state: 'open', cause: 'ill' });
    for (let turn = 1; turn <= 5; turn += 1) expect(await ask(shop, assistant, known)).toBe(openingHours);
    expect(model.asked.length - before).toBe(3);

    // One attempt after each pause, and whoever makes it does not wait for a second one.
    for (const pauseMs of [7_000, 13_000, 26_000]) {
      mood.nowMs += pauseMs;
      expect(await ask(shop, assistant, known)).toBe(openingHours);
    }
    expect(model.asked.length - before).toBe(6);

    mood.isDead = false;
    mood.nowMs += 60_000;
    expect(await ask(shop, assistant, 'что ещё есть?')).toBe('Отвечает модель.');
    expect(assistant.modelStatus).toMatchObject({ state: 'closed' });
  });

  it('what the offline classifier can’t answer goes to a person at once, with no call made and none written down', async () => {
    const shop = await shopWith();
    const { mood, model } = moodyModel();
    const assistant = assistantOn(shop, model, () => mood.nowMs);
    mood.isDead = true;
    await ask(shop, assistant, known);
    const asked = await shop.write(unknown, { who: '601' });
    await takeTurn(shop, clock, { ...asked, assistant });
    expect(await shop.handovers(asked.user_id)).toMatchObject([
      { reason: 'model_failure', trigger_type: 'timeout' },
    ]);
    expect(model.asked).toHaveLength(3);
    expect(await callsOf(shop)).toEqual(Array(3).fill('server_error'));
  });

  it('turns that wait for another try give up when others have found it out', async () => {
    const shop = await shopWith();
    const { mood, model } = moodyModel();
    mood.isDead = true;
    const patient = createAssistant({
      ...shop.tools,
      model,
      breakerNow: () => mood.nowMs,
      // Alone each would wait for an hour before its second try.
      deadlineMs: 7_200_000,
      patience: { firstPauseMs: 3_600_000, longestPauseMs: 3_600_000 },
    });
    const said = await Promise.all([1, 2, 3].map(() => ask(shop, patient, known)));
    expect(said).toEqual([openingHours, openingHours, openingHours]);
    expect(model.asked).toHaveLength(3);
  });

  it('one that only asks to be left alone for a moment is not taken for dead', async () => {
    const shop = await shopWith();
    let calls = 0;
    const { mood, model } = moodyModel(() => {
      mood.isDead = (calls += 1) < 10;
      return new ModelError({ outcome: 'rate_limited', detail: '429', retryAfterMs: 2 });
    });
    mood.isDead = true;
    const assistant = assistantOn(shop, model, () => mood.nowMs);
    expect(await ask(shop, assistant, 'что есть?')).toBe('Отвечает модель.');
    expect(assistant.modelStatus).toMatchObject({ state: 'closed' });
  });

  it('a key that is refused is found out after three turns, a request that is refused never ends in that', async () => {
    const shop = await shopWith();
    for (const [isMisconfigured, calls] of [
      [true, 3],
      [false, 6],
    ] as const) {
      const { mood, model } = moodyModel(
        () => new ModelError({ outcome: 'rejected', detail: '4xx', isMisconfigured }),
      );
      mood.isDead = true;
      const assistant = assistantOn(shop, model, () => 0);
      for (let turn = 1; turn <= 6; turn += 1) await ask(shop, assistant, known);
      expect(model.asked).toHaveLength(calls);
    }
  });
});

describe('With a limit on the tokens of a day', () => {
  /** Each question takes two calls of 15 tokens. */
  const model = () => moodyModel().model;

  it('the managers are warned at 80 %, told at 100 %, and the offline classifier answers until the next day of the client', async () => {
    clock.set('2026-11-23T20:00:00+05:00');
    const shop = await shopWith({ daily_token_limit: 75 });
    await database.query(sql`UPDATE clients SET timezone = 'Asia/Almaty' WHERE id = ${shop.client_id}`);
    const assistant = assistantOn(shop, model());
    await ask(shop, assistant, 'что есть?');
    expect(await alarms(shop)).toEqual([]);
    await ask(shop, assistant, 'а что ещё?');
    expect(await alarms(shop)).toEqual([expect.stringContaining('80 %')]);
    await ask(shop, assistant, 'а ещё что?');
    expect(await alarms(shop)).toEqual([
      expect.stringContaining('80 %'),
      expect.stringContaining('исчерпан'),
    ]);
    expect(await ask(shop, assistant, known)).toBe(openingHours);
    const asked = await shop.write(unknown, { who: '602' });
    await takeTurn(shop, clock, { ...asked, assistant });
    expect((await shop.said(asked.conversation_id)).at(-1)?.notice).toBe('not_understood');
    expect(await alarms(shop)).toHaveLength(2);
    expect(await callsOf(shop)).toHaveLength(6);

    clock.set('2026-11-24T00:00:30+05:00');
    expect(await ask(shop, assistant, 'что есть утром?')).toBe('Отвечает модель.');
  });

  it('two processes that reach it together tell it once, and neither asks more than it had begun', async () => {
    const shop = await shopWith({ daily_token_limit: 30 });
    const processes = [assistantOn(shop, model()), assistantOn(shop, model())];
    await Promise.all(processes.map((assistant) => ask(shop, assistant, 'что есть?')));
    for (const assistant of processes) expect(await ask(shop, assistant, known)).toBe(openingHours);
    expect(await alarms(shop)).toHaveLength(1);
    expect((await callsOf(shop)).length).toBeLessThanOrEqual(4);
  });

  it('counts each client by itself, and adds up what the day has cost', async () => {
    const [poor, rich] = [await shopWith({ daily_token_limit: 1 }), await shopWith()];
    const assistant = assistantOn(poor, model());
    await ask(poor, assistant, 'что есть?');
    expect(await ask(poor, assistant, known)).toBe(openingHours);
    expect(await ask(rich, assistant, 'что есть?')).toBe('Отвечает модель.');
    expect(
      await database.one(
        sql`SELECT calls, tokens_in, tokens_out FROM llm_usage WHERE client_id = ${rich.client_id}`,
      ),
    ).toEqual({ calls: 2, tokens_in: 20, tokens_out: 10 });
  });

  it('a higher one counts moments later', async () => {
    const shop = await shopWith({ daily_token_limit: 10 });
    const assistant = assistantOn(shop, model());
    await ask(shop, assistant, 'что есть?');
    expect(await ask(shop, assistant, known)).toBe(openingHours);
    await database.query(
      sql`UPDATE client_settings SET daily_token_limit = 1000 WHERE client_id = ${shop.client_id}`,
    );
    await eventually(async () => expect(await ask(shop, assistant, known)).toBe('Отвечает модель.'));
    expect(await alarms(shop)).toHaveLength(1);
  });

  it('a process that died before it could tell leaves that to the next question', async () => {
    const shop = await shopWith({ daily_token_limit: 10 });
    await ask(shop, assistantOn(shop, model()), 'что есть?');
    await database.query(sql`DELETE FROM topic_posts WHERE client_id = ${shop.client_id} AND kind = 'alarm'`);
    await database.query(sql`UPDATE llm_usage SET spent_limit = NULL WHERE client_id = ${shop.client_id}`);
    expect(await ask(shop, assistantOn(shop, model()), known)).toBe(openingHours);
    expect(await alarms(shop)).toEqual([expect.stringContaining('исчерпан')]);
  });
});

async function callsOf({ client_id }: Shop): Promise<string[]> {
  const rows = await database.query<{ outcome: string }>(
    sql`SELECT outcome FROM llm_calls WHERE client_id = ${client_id} ORDER BY created_at, id`,
  );
  return rows.map(({ outcome }) => outcome);
}

/** What the managers' group is told, oldest first. */
async function alarms({ client_id }: Shop): Promise<string[]> {
  const rows = await database.query<{ payload: { text: { text: string }[] } }>(
    sql`SELECT payload FROM topic_posts WHERE client_id = ${client_id} AND kind = 'alarm' ORDER BY created_at`,
  );
  return rows.map(({ payload }) => payload.text.map(({ text }) => text).join(''));
}
