import { setMaxListeners } from 'node:events';
import { Api } from 'grammy';
import { msOfSeconds } from '../../src/shared/durations.js';
import { botIdOf } from './ids.js';

/** One bot's way to Telegram. */
export type BotApi = {
  readonly bot_id: number;
  /** For everything but polling. */
  readonly api: Api;
  /** Waits for updates for as long as it is told. */
  readonly polling: Api;
  /** Where a file of this bot lies; the address holds the token: neither log nor keep it. */
  fileUrl(file_path: string): string;
};

/** How long one getUpdates waits for something to come. */
export const pollSeconds = 25;
const pollTimeoutSeconds = pollSeconds + 15;
/** Enough for an upload of 20 MB over a slow line, and well within the claim of a message. */
const callTimeoutSeconds = 60;

/**
 * @param apiRoot the Bot API's root, without a trailing slash
 * @param signal ends whatever call is under way, whose outcome is then unclear
 * @param pollingSignal ends only the waiting for updates
 */
export function openBotApi({
  token,
  apiRoot,
  signal,
  pollingSignal = signal,
}: {
  token: string;
  apiRoot: string;
  signal: AbortSignal;
  pollingSignal?: AbortSignal;
}): BotApi {
  return {
    bot_id: botIdOf(token),
    api: endedBy(signal, new Api(token, { apiRoot, timeoutSeconds: callTimeoutSeconds })),
    polling: endedBy(pollingSignal, new Api(token, { apiRoot, timeoutSeconds: pollTimeoutSeconds })),
    fileUrl: (file_path) => `${apiRoot}/file/bot${token}/${file_path}`,
  };
}

/** How long a connection that is being stopped may finish what it is sending; short beside the life of a lease. */
export const stopGraceMs = msOfSeconds(4);

function endedBy(signal: AbortSignal, api: Api): Api {
  // Each call under way listens to it, and a busy bot has many: no leak that Node need warn of.
  setMaxListeners(0, signal);
  // grammY's type of a signal is older than Node's; it takes either.
  api.config.use((previous, method, payload, own) =>
    previous(method, payload, own ?? (signal as unknown as typeof own)),
  );
  return api;
}
