import type { WebhookInfo } from 'grammy/types';
import type { Clock } from '../../src/shared/clock.js';
import { msOfMinutes, msOfSeconds, wait } from '../../src/shared/durations.js';
import type { Logger } from '../../src/shared/logger.js';
import type { BotApi } from './bot-api.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { ReceivingProblem, TelegramProblem } from './problem.js';
import { allowedUpdates } from './update-shapes.js';

type KeeperOptions = {
  bot: BotApi;
  url: string;
  secret: string;
  /** Told how Telegram stands to the address: null = well. */
  onState: (problem: ReceivingProblem | null) => void;
  clock: Clock;
  logger: Logger;
  signal: AbortSignal;
};

/** How many updates Telegram brings side by side: each takes a connection to the database for a moment. */
const maxConnections = 16;
const lookEveryMs = msOfSeconds(30);
/** After it was set, and while Telegram complains. */
const lookSoonMs = msOfSeconds(3);
const longestPauseMs = msOfSeconds(60);
/** Telegram tells of its last failure for ever, and tries again at least once a minute. */
const freshErrorMs = msOfMinutes(5);

type History = {
  isFirst: boolean;
  /** When it was last set because Telegram had been turned away for its secret. */
  turnedAwayAt: Date | null;
};

/**
 * Sees to it that Telegram brings a bot's updates to the address, until the signal fires; then the webhook stays, and
 * what comes meanwhile waits at Telegram. It is set only when it differs, or when Telegram was turned away for its secret.
 */
export async function keepWebhook(options: KeeperOptions): Promise<void> {
  const { onState, logger, signal } = options;
  let failures = 0;
  const history: History = { isFirst: true, turnedAwayAt: null };
  while (!signal.aborted) {
    try {
      const { wasSet, problem } = await lookAfter(options, history);
      history.isFirst = false;
      failures = 0;
      onState(problem);
      await wait(wasSet || problem ? lookSoonMs : lookEveryMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      const problem = asWebhookProblem(telegramProblem(error));
      onState(problem);
      if (failures === 1 || failures % 20 === 0)
        logger.warn({ problem: problemInWords(problem), failures }, 'the webhook could not be looked after');
      const pause =
        problem.type === 'rate_limited'
          ? problem.retry_after_ms
          : msOfSeconds(1) * 2 ** Math.min(failures, 10);
      await wait(problem.type === 'unauthorized' ? longestPauseMs : Math.min(longestPauseMs, pause), signal);
    }
  }
}

/**
 * Takes a bot's webhook away, whoever has set it: as long as there is one, Telegram refuses to be polled. What waits at
 * Telegram stays there.
 */
export async function removeWebhook({ bot, logger }: Pick<KeeperOptions, 'bot' | 'logger'>): Promise<void> {
  try {
    const { url } = await bot.polling.getWebhookInfo();
    if (!url) return;
    await bot.polling.deleteWebhook({ drop_pending_updates: false });
    logger.info('a webhook was set for this bot; it was removed, for this program polls');
  } catch (error) {
    // Polling meets the same trouble in a moment, and tells the owner.
    logger.debug(
      { problem: problemInWords(telegramProblem(error)) },
      'it is not known whether a webhook is set',
    );
  }
}

async function lookAfter(
  { bot, url, secret, clock, logger }: KeeperOptions,
  history: History,
): Promise<{ wasSet: boolean; problem: ReceivingProblem | null }> {
  const info = await bot.polling.getWebhookInfo();
  const now = clock.now();
  // Turned away again right after: then it is somebody before us, and setting it anew is no help.
  const hasOtherSecret =
    wasTurnedAway(info) &&
    (history.turnedAwayAt === null || now.getTime() - history.turnedAwayAt.getTime() > freshErrorMs);
  // Set anew it is also tried anew: what failed while nobody was there need not wait out Telegram's pause.
  const isDue =
    differs(info, url) || hasOtherSecret || (history.isFirst && info.last_error_date !== undefined);
  if (hasOtherSecret) history.turnedAwayAt = now;
  if (isDue) {
    await bot.polling.setWebhook(url, {
      secret_token: secret,
      max_connections: maxConnections,
      allowed_updates: allowedUpdates,
    });
    logger.info({ replaced: Boolean(info.url) && info.url !== url }, "a bot's webhook was set");
    return { wasSet: true, problem: null };
  }
  return { wasSet: false, problem: failing(info, now) };
}

function differs({ url, max_connections, allowed_updates = [] }: WebhookInfo, wanted: string): boolean {
  const asked = new Set<string>(allowed_updates);
  return (
    url !== wanted ||
    max_connections !== maxConnections ||
    asked.size !== allowedUpdates.length ||
    allowedUpdates.some((kind) => !asked.has(kind))
  );
}

/** Telegram doesn't show the secret it was given; that it is another one is heard from our own refusal. */
function wasTurnedAway({ last_error_message = '' }: WebhookInfo): boolean {
  return /\b401\b/.test(last_error_message);
}

/** Something waits, and Telegram could not bring it a moment ago. */
function failing(
  { pending_update_count, last_error_date, last_error_message }: WebhookInfo,
  now: Date,
): ReceivingProblem | null {
  if (!last_error_message || last_error_date === undefined || (pending_update_count ?? 0) === 0) return null;
  if (now.getTime() - msOfSeconds(last_error_date) > freshErrorMs) return null;
  return { type: 'webhook_failing', description: last_error_message };
}

/** What Telegram says against the address itself: not https, a host it can't find, a private one. */
function asWebhookProblem(problem: TelegramProblem): ReceivingProblem {
  return problem.type === 'refused' ? { type: 'webhook_failing', description: problem.description } : problem;
}
