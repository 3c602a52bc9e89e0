import { Readable } from 'node:stream';
import { InputFile } from 'grammy';
import { z } from 'zod';
import { msOfSeconds } from '../../src/shared/durations.js';
import type { ClientId } from '../../src/shared/ids.js';
import { atMost } from '../../src/shared/in-time.js';
import { FileRefused } from '../media/file-refused.js';
import { endingOf } from '../media/media-store.js';
import type { FileFetcher, KnownFile, MediaStore } from '../media/media-store.js';
import type { BotApi } from './bot-api.js';
import { telegramProblem } from './problem.js';
import type { Input } from './send-media.js';

/** Bots can't fetch more than 20 MB. https://core.telegram.org/bots/api#getfile */
const largestFile = 20 * 1024 * 1024;

const telegramReference = z.looseObject({
  channel: z.literal('telegram'),
  bot_id: z.number(),
  file_id: z.string(),
  file_unique_id: z.string().regex(/^[\w-]{1,100}$/),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  size: z.number().optional(),
});

/** For a copy of what can be sent by its id nobody waits longer. */
const copyMs = msOfSeconds(10);

/** What a file is sent as. */
export type FileToSend = {
  input: Input;
  /** Where it is stored, under the folder of media. */
  media_file: string | null;
  /** What to send when Telegram has forgotten the id; null when there is no copy. */
  copy: InputFile | null;
};

/** Sends a file, from its copy when Telegram has forgotten the id by which it would be sent. */
export async function sendStored<Sent>(
  files: readonly FileToSend[],
  send: (inputs: Input[]) => Promise<Sent>,
): Promise<Sent> {
  try {
    return await send(files.map(({ input }) => input));
  } catch (error) {
    const problem = telegramProblem(error);
    const isForgotten = problem.type === 'refused' && problem.reason === 'file_gone';
    const copies = files.flatMap(({ copy }) => (copy ? [copy] : []));
    if (!isForgotten || copies.length < files.length) throw error;
    return send(copies);
  }
}

/**
 * A file in the form a bot can send it: by its id when it is that bot's own, otherwise from disk. Either way a copy is
 * kept when it can be had, for ids are forgotten and bots are replaced.
 *
 * @throws FileRefused; whatever the network throws, and then nothing has been sent
 */
export async function fileToSend(store: MediaStore, sender: BotApi, file: KnownFile): Promise<FileToSend> {
  const { data: reference } = telegramReference.safeParse(file.media);
  const onDisk = (stored: string): InputFile =>
    new InputFile(store.pathOf(stored), uploadName(file.media.file_name));
  if (reference?.bot_id === sender.bot_id) {
    const stored = await storedInTime(store, file);
    const copy = stored === null ? null : onDisk(stored);
    return { input: reference.file_id, media_file: stored ?? file.media_file, copy };
  }
  const stored = await store.stored(file);
  const copy = onDisk(stored);
  return { input: copy, media_file: stored, copy };
}

/** A copy of what can be sent without one: null when it can't be had, or not soon. */
function storedInTime(store: MediaStore, file: KnownFile): Promise<string | null> {
  return atMost(
    copyMs,
    store.stored(file).catch(() => null),
  );
}

/**
 * Fetches what was sent through Telegram, with the bot that was given it.
 *
 * @param botOf the client's bot of this id, or null when the client has it no more
 */
export function telegramFiles(
  botOf: (client_id: ClientId, bot_id: number) => Promise<BotApi | null>,
): FileFetcher {
  return async (client_id, media) => {
    const { data: reference } = telegramReference.safeParse(media);
    if (!reference) throw new FileRefused('file_gone');
    if ((reference.size ?? 0) > largestFile) throw new FileRefused('file_too_big');
    const bot = await botOf(client_id, reference.bot_id);
    if (!bot) throw new FileRefused('file_gone');
    const { file_path } = await bot.api.getFile(reference.file_id).catch(refusedOr);
    if (file_path === undefined) throw new FileRefused('file_gone');
    return {
      name: `${reference.file_unique_id}${endingOf(media, file_path, reference.file_name ?? '')}`,
      largest: largestFile,
      open: () => opened(bot.fileUrl(file_path)),
    };
  };
}

async function opened(url: string): Promise<Readable> {
  const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
  if (response.status === 404) throw new FileRefused('file_gone');
  if (!response.ok || !response.body) throw new Error(`a file was answered with HTTP ${response.status}`);
  return Readable.fromWeb(response.body);
}

function refusedOr(error: unknown): never {
  const problem = telegramProblem(error);
  if (problem.type === 'refused')
    throw new FileRefused(problem.reason === 'file_too_big' ? 'file_too_big' : 'file_gone');
  if (problem.type === 'unauthorized') throw new FileRefused('token_revoked');
  throw error;
}

/**
 * A name as it may stand in an upload, where it is written as it is: neither ending before its end, nor refused.
 *
 * @returns undefined for a file without one; it then goes by the name of its copy
 */
function uploadName(name: string | undefined): string | undefined {
  return name?.replace(/[\p{Cc}\u2028\u2029";\\/]/gu, '_').trim() || undefined;
}
