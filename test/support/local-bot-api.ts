import { Bot, GrammyError } from 'grammy';
import {
  createLocalTelegram,
  type LocalTelegram,
  type LocalTelegramOptions,
} from '../../playground/bot-api/local-telegram.js';

/** A served local Telegram whose clock stands still until it is moved. */
export interface ServedTelegram {
  telegram: LocalTelegram;
  apiRoot: string;
  /** Moves the clock forward. */
  pass(seconds: number): void;
  /** A real grammY client of a new bot. */
  newBot(username: string): { token: string; id: number; api: Bot['api']; bot: Bot };
}

/** Starts a local Telegram on a free port; the caller closes `telegram`. */
export async function serveTelegram(options: LocalTelegramOptions = {}): Promise<ServedTelegram> {
  let now = Date.parse('2026-11-22T10:00:00Z');
  const telegram = await createLocalTelegram({ now: () => now, ...options });
  const apiRoot = await telegram.listen();
  return {
    telegram,
    apiRoot,
    pass: (seconds) => {
      now += seconds * 1_000;
    },
    newBot: (username) => {
      const { token, id } = telegram.createBot({ username });
      const bot = new Bot(token, { client: { apiRoot } });
      return { token, id, bot, api: bot.api };
    },
  };
}

/** Waits for a call to be refused and returns what Telegram answered. Throws when it was not refused. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ error_code: number; description: string; parameters: GrammyError['parameters'] }> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof GrammyError)) throw new Error(`expected a refusal, got ${String(error)}`);
  const { error_code, description, parameters } = error;
  return { error_code, description, parameters };
}
