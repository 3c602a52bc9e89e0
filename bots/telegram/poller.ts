import { msOfSeconds, wait } from '../../src/shared/durations.js';
import type { Logger } from '../../src/shared/logger.js';
import type { BotApi } from './bot-api.js';
import { pollSeconds } from './bot-api.js';
import { problemInWords, telegramProblem } from './problem.js';
import type { TelegramProblem } from './problem.js';
import { allowedUpdates, chatKeyOf, updateIdOf } from './update-shapes.js';
import { removeWebhook } from './webhook-keeper.js';

type PollerOptions = {
  bot: BotApi;
  /** Stores one update, or keeps it as failed. Throws only when neither could be done: then it is asked for again. */
  handle: (update: unknown) => Promise<void>;
  /** Told how the last poll went: null = well. */
  onState: (problem: TelegramProblem | null) => void;
  logger: Logger;
  signal: AbortSignal;
};

/** How many chats are handled side by side. */
const sideBySide = 8;
const firstPauseMs = 500;
const longestPauseMs = msOfSeconds(30);
/** A revoked token does not come back by itself; it is asked for now and then in case it was Telegram's mistake. */
const revokedPauseMs = msOfSeconds(60);

/**
 * Asks Telegram for updates until the signal fires, without a webhook from now on. A batch is confirmed by asking for the next one, so what was not
 * stored is delivered again: also after a crash, also when the database is away.
 */
export async function pollUpdates({ bot, handle, onState, logger, signal }: PollerOptions): Promise<void> {
  let offset = 0;
  let failures = 0;
  // The first answer, and the first after a failure, is not waited for: whether it works is known at once.
  let timeout = 0;
  await removeWebhook({ bot, logger });
  while (!signal.aborted) {
    let updates: unknown[];
    try {
      updates = await bot.polling.getUpdates({
        offset,
        limit: 100,
        timeout,
        allowed_updates: allowedUpdates,
      });
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      timeout = 0;
      await afterProblem({ bot, onState, logger, signal }, telegramProblem(error), failures);
      continue;
    }
    onState(null);
    timeout = pollSeconds;
    try {
      await handleInOrder(updates, handle);
      offset = Math.max(offset, ...updates.map((update) => (updateIdOf(update) ?? 0) + 1));
      failures = 0;
    } catch (error) {
      failures += 1;
      logger.error(
        { err: error, updates: updates.length },
        'updates could not be stored; they are asked for again',
      );
      await wait(pauseMs(failures), signal);
    }
  }
}

/** One chat in order, chats side by side. Rejects when any update was neither handled nor kept, after the others are done. */
export async function handleInOrder(
  updates: readonly unknown[],
  handle: (update: unknown) => Promise<void>,
): Promise<void> {
  const chats = new Map<string, unknown[]>();
  for (const update of updates) {
    const key = chatKeyOf(update);
    chats.set(key, [...(chats.get(key) ?? []), update]);
  }
  const waiting = [...chats.values()];
  const work = async (): Promise<void> => {
    for (let chat = waiting.shift(); chat; chat = waiting.shift()) {
      for (const update of chat) await handle(update);
    }
  };
  const results = await Promise.allSettled(
    Array.from({ length: Math.min(sideBySide, waiting.length) }, work),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

async function afterProblem(
  { bot, onState, logger, signal }: Pick<PollerOptions, 'bot' | 'onState' | 'logger' | 'signal'>,
  problem: TelegramProblem,
  failures: number,
): Promise<void> {
  onState(problem);
  if (problem.type === 'unauthorized') {
    await wait(revokedPauseMs, signal);
    return;
  }
  if (problem.type === 'conflict' && problem.webhook) await removeWebhook({ bot, logger });
  const pause = problem.type === 'rate_limited' ? problem.retry_after_ms : pauseMs(failures);
  if (failures === 1 || failures % 20 === 0)
    logger.warn({ problem: problemInWords(problem), failures }, 'polling Telegram failed; trying again');
  await wait(pause, signal);
}

function pauseMs(failures: number): number {
  const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures - 1, 10));
  return pause * (0.5 + Math.random() / 2);
}
