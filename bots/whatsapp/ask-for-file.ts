import type { WAMessage } from '@whiskeysockets/baileys';
import { inTime } from '../../src/shared/in-time.js';
import { msOfSeconds } from '../../src/shared/durations.js';
import type { WhatsAppContext } from './context.js';
import type { NewAddress } from './media.js';
import type { MediaType, WhatsAppMedia } from './message-body.js';

/** A phone that is off answers when it is on again: nobody waits for that. */
const patienceMs = msOfSeconds(20);

const fields: Readonly<Record<MediaType, string>> = {
  image: 'imageMessage',
  video: 'videoMessage',
  audio: 'audioMessage',
  document: 'documentMessage',
  sticker: 'stickerMessage',
};

/**
 * Asks the linked phone to put a file up once more that is gone from WhatsApp's servers.
 *
 * @returns where it lies then; null when the phone is not connected, has it no more, or does not answer
 */
export async function askForFile(
  { socket, baileys, tools }: Pick<WhatsAppContext, 'socket' | 'baileys' | 'tools'>,
  { media_type, media_key, message }: WhatsAppMedia,
): Promise<NewAddress | null> {
  const connection = socket();
  if (!connection) return null;
  const file = { mediaKey: Buffer.from(media_key, 'base64'), url: '', directPath: '' };
  const content = baileys.proto.Message.fromObject({ [fields[media_type]]: file });
  const key = { remoteJid: message.chat, id: message.id, fromMe: message.from_me };
  const asked: WAMessage = { key, message: content };
  try {
    const answered = connection.updateMediaMessage(asked);
    const { message: found } = await inTime(
      answered,
      patienceMs,
      () => new Error('the phone did not answer'),
    );
    const { url, directPath } = baileys.assertMediaContent(found);
    return { url: url ?? null, direct_path: directPath ?? null };
  } catch (error) {
    tools.logger.debug({ err: error }, 'a file could not be had once more');
    return null;
  }
}
