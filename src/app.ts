import { createAssistant } from './assistant/assistant.js';
import type { Assistant } from './assistant/assistant.js';
import type { Model, SpeechModel } from './assistant/model.js';
import type { Config } from './config.js';
import { openQueues } from './jobs/queues.js';
import type { MessengerRoots } from './integrations/channels/check-credentials.js';
import type { Queues } from './jobs/queues.js';
import { createBell } from './jobs/ring-bells.js';
import { createMetrics } from './metrics/prometheus.js';
import type { ProcessMetrics } from './metrics/prometheus.js';
import { systemClock } from './shared/clock.js';
import { openDatabase } from './shared/database.js';
import type { Counters } from './shared/counters.js';
import type { Logger } from './shared/logger.js';
import { openCounters } from './shared/open-counters.js';
import type { SealedBox } from './shared/sealed-box.js';
import type { Tools } from './use-case.js';

/** What every process of Estafeta is made of, whatever its role. */
export type App = Tools & {
  config: Config;
  queues: Queues;
  sealedBox: SealedBox;
  assistant: Assistant;
  metrics: ProcessMetrics;
  counters: Counters;
  /** Where new credentials are checked. */
  messengers: MessengerRoots;
  /** Unique among running processes. */
  processName: string;
  /** Stops hearing bells, waits for what is under way, leaves nothing open. */
  close(): Promise<void>;
};

/** Puts the parts together. Nothing is started: the roles do that. */
export async function createApp(parts: {
  config: Config;
  databaseUrl: string;
  sealedBox: SealedBox;
  logger: Logger;
  processName: string;
}): Promise<App> {
  const { config, databaseUrl, sealedBox, logger, processName } = parts;
  const models = await modelsOf(config);
  const clock = systemClock;
  const metrics = createMetrics();
  const db = openDatabase(databaseUrl, {
    max: 20,
    applicationName: `estafeta-${processName}`,
    onConnectionLost: (error) =>
      logger.warn({ error: error.message }, 'a database connection was lost; another one is opened'),
  });
  const queues = openQueues({ databaseUrl, redisUrl: config.redisUrl, processName, logger });
  const counters = openCounters({ db, redisUrl: config.redisUrl, logger });
  const bell = createBell({ db, queues, clock, logger });
  const assistant = createAssistant({
    ...{ db, clock, logger, bell, watch: metrics },
    ...models,
    prices: config.openaiPrices,
  });
  return {
    config,
    db,
    clock,
    bell,
    logger,
    queues,
    sealedBox,
    assistant,
    metrics,
    watch: metrics,
    counters,
    messengers: rootsIn(config),
    processName,
    async close() {
      bell.close();
      await queues.close();
      counters.close();
      await db.close();
    },
  };
}

function rootsIn({ telegramApiRoot, whatsappCloudApiRoot, whatsappCloudApiVersion }: Config): MessengerRoots {
  const cloudRoot = `${whatsappCloudApiRoot}/${whatsappCloudApiVersion}`;
  return { telegram: () => telegramApiRoot, cloud: () => cloudRoot };
}

/** The library behind models is loaded where there is a key: it takes a tenth of a start, and many have none. */
async function modelsOf(config: Config): Promise<{ model: Model | null; speech: SpeechModel | null }> {
  const { openaiApiKey: apiKey, openaiBaseUrl: baseUrl } = config;
  if (!apiKey) return { model: null, speech: null };
  const { openAiModel, openAiSpeechModel } = await import('./assistant/openai-model.js');
  return {
    model: openAiModel({ apiKey, baseUrl, model: config.openaiModel }),
    speech: openAiSpeechModel({ apiKey, baseUrl, model: config.openaiTranscriptionModel }),
  };
}
