import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputFile } from 'grammy';
import { z } from 'zod';
import type { FailureName } from '../../src/integrations/channel.js';
import type { MediaReference } from '../../src/messages/message-kinds.js';
import { msOfSeconds, wait } from '../../src/shared/durations.js';
import { EstafetaError } from '../../src/shared/errors.js';
import type { ClientId } from '../../src/shared/ids.js';
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
type TelegramReference = z.infer<typeof telegramReference>;

/** For a copy of what can be sent by its id nobody waits longer. */
const copyMs = msOfSeconds(10);

/** Endings of files that came without a name. */
const endings: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'audio/ogg': '.ogg',
  'audio/mpeg': '.mp3',
  'video/mp4': '.mp4',
  'application/pdf': '.pdf',
};

/** A file that will not be had, in words that a manager understands. */
export class FileRefused extends EstafetaError {
  constructor(readonly reason: FailureName) {
    super({
      code: 'file_refused',
      message: `The file can't be passed on: ${reason}`,
      whatToDo: 'Ask for it to be sent again.',
    });
  }
}

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

/** The files of conversations: kept under one folder, fetched by the bot that was given them. */
export class MediaStore {
  readonly #folder: string;
  readonly #botOf: (client_id: ClientId, bot_id: number) => Promise<BotApi | null>;

  /**
   * @param folder where files are kept, a folder for each client
   * @param botOf the client's bot of this id, or null when the client has it no more
   */
  constructor(folder: string, botOf: (client_id: ClientId, bot_id: number) => Promise<BotApi | null>) {
    this.#folder = folder;
    this.#botOf = botOf;
  }

  /**
   * A file in the form a bot can send it: by its id when it is that bot's own, otherwise from disk. Either way a copy is
   * kept when it can be had, for ids are forgotten and bots are replaced.
   *
   * @param media_file path under the folder, when it was stored before
   * @throws FileRefused; whatever the network throws, and then nothing has been sent
   */
  async fileFor(
    sender: BotApi,
    {
      client_id,
      media,
      media_file,
    }: { client_id: ClientId; media: MediaReference; media_file: string | null },
  ): Promise<FileToSend> {
    const { data: reference } = telegramReference.safeParse(media);
    const kept = media_file !== null && (await this.#has(media_file)) ? media_file : null;
    if (reference?.bot_id === sender.bot_id) {
      const stored = kept ?? (await this.#copyInTime(client_id, reference));
      const copy = stored === null ? null : this.#onDisk(stored, media.file_name);
      return { input: reference.file_id, media_file: stored ?? media_file, copy };
    }
    const stored = kept ?? (reference && (await this.#fetch(client_id, reference)));
    if (stored === undefined) throw new FileRefused('file_gone');
    const copy = this.#onDisk(stored, media.file_name);
    return { input: copy, media_file: stored, copy };
  }

  /** A copy of what can be sent without one: null when it can't be had, or not soon. */
  async #copyInTime(client_id: ClientId, reference: TelegramReference): Promise<string | null> {
    const enough = new AbortController();
    const copying = this.#fetch(client_id, reference).catch(() => null);
    const stored = await Promise.race([copying, wait(copyMs, enough.signal).then(() => null)]);
    enough.abort();
    return stored;
  }

  #onDisk(media_file: string, name: string | undefined): InputFile {
    return new InputFile(join(this.#folder, media_file), uploadName(name));
  }

  async #has(media_file: string): Promise<boolean> {
    return stat(join(this.#folder, media_file)).then(
      (found) => found.isFile(),
      () => false,
    );
  }

  async #fetch(client_id: ClientId, reference: TelegramReference): Promise<string> {
    if ((reference.size ?? 0) > largestFile) throw new FileRefused('file_too_big');
    const bot = await this.#botOf(client_id, reference.bot_id);
    if (!bot) throw new FileRefused('file_gone');
    const { file_path } = await bot.api.getFile(reference.file_id).catch(refusedOr);
    if (file_path === undefined) throw new FileRefused('file_gone');
    const media_file = join(client_id, `${reference.file_unique_id}${endingOf(reference, file_path)}`);
    if (!(await this.#has(media_file))) await this.#download(bot.fileUrl(file_path), media_file);
    return media_file;
  }

  /** Under another name first: a half of a file must not pass for the whole. */
  async #download(url: string, media_file: string): Promise<void> {
    const whole = join(this.#folder, media_file);
    const draft = `${whole}.${randomUUID()}`;
    await mkdir(dirname(whole), { recursive: true });
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
      if (response.status === 404) throw new FileRefused('file_gone');
      if (!response.ok || !response.body) throw new Error(`a file was answered with HTTP ${response.status}`);
      await pipeline(response.body, atMost(largestFile), createWriteStream(draft));
      await rename(draft, whole);
    } finally {
      await rm(draft, { force: true });
    }
  }
}

function refusedOr(error: unknown): never {
  const problem = telegramProblem(error);
  if (problem.type === 'refused')
    throw new FileRefused(problem.reason === 'file_too_big' ? 'file_too_big' : 'file_gone');
  if (problem.type === 'unauthorized') throw new FileRefused('token_revoked');
  throw error;
}

function atMost(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > bytes) done(new FileRefused('file_too_big'));
      else done(null, chunk);
    },
  });
}

/**
 * A name as it may stand in an upload, where it is written as it is: neither ending before its end, nor refused.
 *
 * @returns undefined for a file without one; it then goes by the name of its copy
 */
function uploadName(name: string | undefined): string | undefined {
  return name?.replace(/[\p{Cc}\u2028\u2029";\\/]/gu, '_').trim() || undefined;
}

/** A harmless ending, so that what is uploaded shows as what it is. */
function endingOf({ file_name = '', mime_type = '' }: TelegramReference, file_path: string): string {
  const ending = extname(file_path) || extname(file_name) || (endings[mime_type] ?? '');
  return /^\.[A-Za-z0-9]{1,8}$/.test(ending) ? ending.toLowerCase() : '';
}
