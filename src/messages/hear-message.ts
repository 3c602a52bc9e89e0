import { randomUUID } from 'node:crypto';
import { largestHeardBytes } from './hearing.js';
import {
  bringTurnForward,
  claimToHear,
  hearingLeaseSeconds,
  hearLater,
  renewHearing,
  settleHeard,
} from './hearing-outbox.js';
import type { ToHear } from './hearing-outbox.js';
import type { Assistant } from '../assistant/assistant.js';
import { loadClientProfile } from '../clients/client-profile.js';
import { ringPosts } from '../handovers/ring-after.js';
import { sql } from '../shared/database.js';
import { msOfSeconds, plusMs, wait } from '../shared/durations.js';
import { insisting } from '../shared/insisting.js';
import { showHeard } from '../topics/show-edit.js';
import { texts } from '../texts/texts.js';
import type { Tools } from '../use-case.js';

/** A file as it lies on this machine. */
export type FileAtHand = {
  /** Path under the folder of media, as it is noted. */
  media_file: string;
  path: string;
  bytes: number;
};

export type HearingTools = Tools & {
  assistant: Pick<Assistant, 'hear'>;
  /**
   * Fetches the file of a message, unless it is at hand.
   *
   * @returns null when it can't be had at all
   * @throws what went wrong for the moment
   */
  fileOf(message: Pick<ToHear, 'client_id' | 'media' | 'media_file'>): Promise<FileAtHand | null>;
};

/** With the pauses between them about half a minute: longer than that no turn waits. */
const mostAttempts = 5;

/** Claims what came in through these connections and is to be heard; each is then handed to {@link hearMessage}. */
export function nextToHear(
  { db, clock }: Pick<Tools, 'db' | 'clock'>,
  { sender_keys, limit }: { sender_keys: readonly string[]; limit: number },
): Promise<ToHear[]> {
  return claimToHear(db, { sender_keys, token: randomUUID(), now: clock.now(), limit });
}

/**
 * Writes down what is said in a message, shows it to the managers, and brings forward the turn that waits for it. What
 * can't be heard (no model, a file that is gone or too large, silence) is left as it is: the turn goes on without.
 *
 * @param stopping fires when this process ends: the message is given back at once
 */
export async function hearMessage(
  tools: HearingTools,
  message: ToHear,
  stopping: AbortSignal,
): Promise<void> {
  let heard: Heard;
  try {
    heard = await holding(tools, message, (signal) =>
      listen(tools, message, AbortSignal.any([signal, stopping])),
    );
  } catch (error) {
    await comeBack(tools, { message, error, isStopping: stopping.aborted });
    return;
  }
  await insisting(() => keep(tools, message, heard));
}

type Heard = { text: string | null; media_file: string | null };

async function listen(tools: HearingTools, message: ToHear, signal: AbortSignal): Promise<Heard> {
  const file = await whileWanted(tools.fileOf(message), signal);
  if (file === null) return { text: null, media_file: null };
  const { media_file, path, bytes } = file;
  if (bytes > largestHeardBytes) return { text: null, media_file };
  const recording = { path, file_name: named(message, path) };
  return { text: await tools.assistant.hear(message, recording, signal), media_file };
}

/** Fetching can't be called off, but need not be waited for. */
function whileWanted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const unwanted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  return Promise.race([work, unwanted]);
}

/** Endings by which the API knows what it is given, and others by which messengers call the same. */
const known = ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm'];
const sameAs: Readonly<Record<string, string>> = { oga: 'ogg', opus: 'ogg', aac: 'm4a' };

/** A name that says nothing but the format; a voice note without a telling one is ogg on every messenger. */
function named({ media }: ToHear, path: string): string {
  const [, ofPath = ''] = /\.([a-z0-9]+)$/i.exec(path) ?? [];
  const [, ofType = ''] = /^audio\/([a-z0-9]+)/i.exec(media.mime_type ?? '') ?? [];
  const endings = [ofPath, ofType].map((ending) => sameAs[ending.toLowerCase()] ?? ending.toLowerCase());
  return `voice.${endings.find((ending) => known.includes(ending)) ?? 'ogg'}`;
}

/** Keeps a claim ours while it is worked on. @param work gets a signal that fires when the claim is lost */
async function holding<T>(
  { db }: HearingTools,
  message: ToHear,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const done = new AbortController();
  const renewing = (async () => {
    for (;;) {
      await wait(msOfSeconds(hearingLeaseSeconds / 3), done.signal);
      if (done.signal.aborted) return;
      // A database that is away for a moment: there are two more tries before the claim is over.
      const isOurs = await renewHearing(db, message).catch(() => true);
      if (!isOurs) lost.abort(new Error('The recording is somebody else’s to hear, or nobody’s any more.'));
    }
  })();
  try {
    return await work(lost.signal);
  } finally {
    done.abort();
    await renewing;
  }
}

async function comeBack(
  tools: HearingTools,
  { message, error, isStopping }: { message: ToHear; error: unknown; isStopping: boolean },
): Promise<void> {
  const { db, clock, logger } = tools;
  if (isStopping) return hearLater(db, message, clock.now());
  const ids = { client_id: message.client_id, message_id: message.id };
  if (message.attempts >= mostAttempts) {
    logger.warn({ ...ids, err: error }, 'a voice note could not be heard; the turn goes on without');
    await insisting(() => keep(tools, message, { text: null, media_file: null }));
    return;
  }
  logger.warn({ ...ids, err: error }, 'a voice note could not be heard; trying again');
  const due_at = plusMs(clock.now(), msOfSeconds(2 ** message.attempts));
  await insisting(() => hearLater(db, message, due_at));
}

async function keep(tools: HearingTools, message: ToHear, heard: Heard): Promise<void> {
  const { db, clock, bell, logger } = tools;
  const { client_id, id } = message;
  const now = clock.now();
  const profile = await loadClientProfile(db, client_id);
  const { heard: inWords } = texts(profile.language).topic;
  const settled = await db.transaction(async (tx) => {
    // A turn commits under this lock: either it has read the note as unheard, or it will see what was said.
    await tx.query(sql`
      SELECT id FROM conversations WHERE client_id = ${client_id} AND id = (
        SELECT conversation_id FROM messages WHERE client_id = ${client_id} AND id = ${id}) FOR UPDATE`);
    const written = await settleHeard(tx, message, heard);
    if (!written) return null;
    const { isKept, place } = written;
    if (isKept && heard.text !== null)
      await showHeard(tx, { client_id, message: { id, ...place }, text: inWords(heard.text), now });
    return { ...written, turn_due_at: await bringTurnForward(tx, { client_id, ...place, now }) };
  });
  if (!settled) return;
  const { isKept, place, turn_due_at } = settled;
  if (!isKept) logger.info({ client_id, message_id: id }, 'nothing was heard in a voice note');
  const { conversation_id } = place;
  if (turn_due_at) bell.turn({ client_id, conversation_id }, turn_due_at);
  if (isKept) ringPosts(bell, profile);
}
