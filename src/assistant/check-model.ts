import { z } from 'zod';
import { ModelError } from './model.js';
import { openAiModel } from './openai-model.js';
import type { Config } from '../config.js';
import { messageOf } from '../shared/errors.js';

const advice: Readonly<Record<ModelError['outcome'], string>> = {
  timeout: 'It did not answer in time. Check OPENAI_BASE_URL and the network.',
  network_error: 'It can’t be reached. Check OPENAI_BASE_URL and the network.',
  rate_limited: 'It refuses more calls. Check the limits and the balance of the account.',
  server_error: 'It has a fault of its own. Try again later; until then the offline classifier answers.',
  rejected: 'It refuses the call. Check OPENAI_API_KEY and that OPENAI_MODEL exists.',
  off_schema: 'It does not answer by a JSON schema. Choose another OPENAI_MODEL.',
};

/** Asks the model one tiny question by a schema, as a turn would. @returns how it went and what to do */
export async function checkModel(
  config: Pick<Config, 'openaiApiKey' | 'openaiBaseUrl' | 'openaiModel'>,
): Promise<{ what: string; ok: boolean; words: string }> {
  const what = 'model';
  if (!config.openaiApiKey) {
    return {
      what,
      ok: true,
      words: 'no OPENAI_API_KEY: the offline classifier answers what it can and hands over the rest',
    };
  }
  const model = openAiModel({
    apiKey: config.openaiApiKey,
    baseUrl: config.openaiBaseUrl,
    model: config.openaiModel,
  });
  try {
    await model.complete({
      purpose: 'classify',
      system: 'You check a connection. Answer by the schema with ready = true.',
      messages: [{ role: 'user', content: 'Are you ready?' }],
      schema: z.object({ ready: z.boolean() }),
      schemaName: 'connection_check',
      signal: AbortSignal.timeout(20_000),
    });
    return { what, ok: true, words: `${config.openaiModel} answers by the schema` };
  } catch (error) {
    const words = error instanceof ModelError ? advice[error.outcome] : messageOf(error);
    return { what, ok: false, words: `${config.openaiModel}: ${words}` };
  }
}
