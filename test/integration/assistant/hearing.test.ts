import { createAssistant } from '../../../src/assistant/assistant.js';
import type { Model, SpeechModel } from '../../../src/assistant/model.js';
import { ModelError } from '../../../src/assistant/model.js';
import { sql } from '../../../src/shared/database.js';
import { fixedClock } from '../../support/clock.js';
import { testDatabase } from '../../support/database.js';
import { fakeModel } from '../../support/fake-model.js';
import { openShop } from '../../support/shop.js';
import type { Shop } from '../../support/shop.js';

const { database } = await testDatabase();
const clock = fixedClock('2026-11-23T10:00:00Z');
const never = new AbortController().signal;
const recording = { path: '/nowhere/voice.oga', file_name: 'voice.ogg' };

/** A model that hears what a test says, or fails with it. */
function fakeSpeech(says: () => string | ModelError): SpeechModel & { tries: number } {
  const speech = {
    name: 'ears',
    tries: 0,
    async transcribe() {
      speech.tries += 1;
      const said = says();
      if (said instanceof ModelError) throw said;
      return { value: said, tokens_in: 40, tokens_out: 8, model: 'ears' };
    },
  };
  return speech;
}

const withEars = (shop: Shop, speech: SpeechModel | null, model: Model | null = null) =>
  createAssistant({ ...shop.tools, model, speech, patience: { firstPauseMs: 1, longestPauseMs: 2 } });

const calls = ({ client_id }: Shop) =>
  database.query(sql`
    SELECT purpose, model, outcome, tokens_in, tokens_out, cost_usd::float8 AS cost FROM llm_calls
    WHERE client_id = ${client_id} ORDER BY created_at, outcome DESC`);

describe('What is said in a recording', () => {
  it('is told, and each try is written down with what it cost', async () => {
    const shop = await openShop(database, clock);
    const { conversation_id } = await shop.write('привет');
    const answers = [new ModelError({ outcome: 'server_error', detail: '500' }), 'часы работы'];
    const speech = fakeSpeech(() => answers.shift() ?? '');
    const assistant = createAssistant({
      ...{ ...shop.tools, model: null, speech, prices: { ears: { in: 3, out: 5, cached: 3 } } },
      patience: { firstPauseMs: 1, longestPauseMs: 2 },
    });
    const of = { client_id: shop.client_id, conversation_id };
    expect(await assistant.hear(of, recording, never)).toBe('часы работы');
    expect(await calls(shop)).toEqual([
      { purpose: 'transcribe', model: 'ears', outcome: 'server_error', tokens_in: 0, tokens_out: 0, cost: 0 },
      { purpose: 'transcribe', model: 'ears', outcome: 'ok', tokens_in: 40, tokens_out: 8, cost: 0.00016 },
    ]);
  });

  it('is told by nobody when there is no model, or nothing is said', async () => {
    const shop = await openShop(database, clock);
    const of = { client_id: shop.client_id, ...(await shop.write('привет')) };
    expect(await withEars(shop, null).hear(of, recording, never)).toBeNull();
    expect(
      await withEars(
        shop,
        fakeSpeech(() => ''),
      ).hear(of, recording, never),
    ).toBeNull();
  });

  it('is not asked for when the client’s tokens of the day are used up', async () => {
    const shop = await openShop(database, clock, { settings: { daily_token_limit: 40 } });
    const of = { client_id: shop.client_id, ...(await shop.write('привет')) };
    const speech = fakeSpeech(() => 'часы работы');
    const assistant = withEars(shop, speech);
    expect(await assistant.hear(of, recording, never)).toBe('часы работы');
    expect(await assistant.hear(of, recording, never)).toBeNull();
    expect(speech.tries).toBe(1);
  });

  it('by a service that has no such model is soon asked for no more, and answers go on', async () => {
    const shop = await openShop(database, clock);
    const of = { client_id: shop.client_id, ...(await shop.write('привет')) };
    const unknown = new ModelError({ outcome: 'rejected', detail: '404', isMisconfigured: true });
    const speech = fakeSpeech(() => unknown);
    const assistant = withEars(shop, speech, fakeModel({}));
    for (let note = 0; note < 6; note += 1) expect(await assistant.hear(of, recording, never)).toBeNull();
    expect(speech.tries).toBe(3);
    expect(assistant.modelStatus).toMatchObject({ state: 'closed' });
  });
});
