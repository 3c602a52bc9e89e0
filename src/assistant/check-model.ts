import { z } from 'zod';
import { costOf } from './model-prices.js';
import { ModelError } from './model.js';
import type { Completion } from './model.js';
import type { Config } from '../config.js';
import { monotonicMs } from '../shared/clock.js';
import { messageOf } from '../shared/errors.js';

type ModelConfig = Pick<Config, 'openaiApiKey' | 'openaiBaseUrl' | 'openaiModel' | 'openaiPrices'>;
type Checked = { what: string; ok: boolean; words: string };

const advice: Readonly<Record<ModelError['outcome'], string>> = {
  timeout: 'It did not answer in time. Check OPENAI_BASE_URL and the network.',
  network_error: 'It can’t be reached. Check OPENAI_BASE_URL and the network.',
  rate_limited: 'It refuses more calls. Check the limits and the balance of the account.',
  server_error: 'It has a fault of its own. Try again later; until then the offline classifier answers.',
  rejected:
    'It refuses the call. Check OPENAI_API_KEY, the balance of the account and that OPENAI_MODEL exists.',
  off_schema: 'It does not answer by a JSON schema. Choose another OPENAI_MODEL.',
};

/**
 * Looks at the model's settings.
 *
 * @param ask whether it may be asked one tiny question by a schema, as a turn would: that is a paid call
 * @returns how it went and what to do
 */
export async function checkModel(config: ModelConfig, { ask }: { ask: boolean }): Promise<Checked> {
  const what = 'model';
  const { openaiApiKey, openaiBaseUrl, openaiModel } = config;
  if (!openaiApiKey) {
    return {
      what,
      ok: true,
      words: 'no OPENAI_API_KEY: the offline classifier answers what it can and hands over the rest',
    };
  }
  if (!ask)
    return { what, ok: true, words: `${openaiModel} at ${openaiBaseUrl}, not asked: that is doctor --model` };
  const started = monotonicMs();
  try {
    const completion = await askTinyQuestion(config, openaiApiKey);
    const seconds = ((monotonicMs() - started) / 1_000).toFixed(1);
    return {
      what,
      ok: true,
      words: `${openaiModel} answers by the schema, in ${seconds} s; ${used(config, completion)}`,
    };
  } catch (error) {
    const words =
      error instanceof ModelError ? `${advice[error.outcome]} (${error.message})` : messageOf(error);
    return { what, ok: false, words: `${openaiModel}: ${words}` };
  }
}

async function askTinyQuestion(
  { openaiBaseUrl: baseUrl, openaiModel: model }: ModelConfig,
  apiKey: string,
): Promise<Completion<{ ready: boolean }>> {
  const { openAiModel } = await import('./openai-model.js');
  return openAiModel({ apiKey, baseUrl, model }).complete({
    purpose: 'classify',
    system: 'You check a connection. Answer by the schema with ready = true.',
    messages: [{ role: 'user', content: 'Are you ready?' }],
    schema: z.object({ ready: z.boolean() }),
    schemaName: 'connection_check',
    signal: AbortSignal.timeout(20_000),
  });
}

function used({ openaiPrices }: ModelConfig, { model, ...tokens }: Completion<unknown>): string {
  const cost = costOf(model, tokens, openaiPrices);
  const price =
    cost === null ? `its price is not known: set OPENAI_PRICES=${model}=in/out` : `$${cost.toFixed(6)}`;
  return `${tokens.tokens_in} tokens in, ${tokens.tokens_out} out, ${price}`;
}
