import type { Api, InputFile } from 'grammy';
import type {
  InputMedia,
  InputMediaAudio,
  InputMediaDocument,
  InputMediaPhoto,
  InputMediaVideo,
  Message,
  MessageEntity,
} from 'grammy/types';
import type { MessageDetails } from '../../src/messages/message-details.js';
import type { FileKind, MediaReference } from '../../src/messages/message-kinds.js';
import type { TelegramText } from './text.js';

/** Where to and how: what all of Telegram's sending methods share. */
export type SendOptions = {
  message_thread_id?: number;
  reply_parameters?: { message_id: number; allow_sending_without_reply: true };
  reply_markup?: { inline_keyboard: { text: string; callback_data: string }[][] };
  disable_notification?: boolean;
};

/** A file as Telegram takes it: its id with this bot, or its bytes. */
export type Input = string | InputFile;
export type Captioned = SendOptions & { caption?: string; caption_entities?: MessageEntity[] };
type AlbumPart = InputMediaPhoto | InputMediaVideo | InputMediaAudio | InputMediaDocument;
type SentFile = { kind: FileKind; media: MediaReference };
type CaptionedFile = SentFile & { caption: TelegramText | null };

/** Round films and stickers stand alone: what else is to be said goes in a message of its own. */
export function takesCaption(kind: FileKind): boolean {
  return kind !== 'video_note' && kind !== 'sticker';
}

/**
 * Sends a file as what it is, with the size and length it had, which Telegram doesn't read from bytes by itself.
 *
 * @throws what the Bot API throws
 */
export function sendMedia(
  api: Api,
  chat: number,
  { kind, media, input }: SentFile & { input: Input },
  options: Captioned,
): Promise<Message> {
  const { duration, width } = media;
  const length = wholeSeconds(duration);
  const frame = frameOf(media);
  switch (kind) {
    case 'image':
      return api.sendPhoto(chat, input, options);
    case 'voice':
      return api.sendVoice(chat, input, { ...options, ...length });
    case 'audio':
      return api.sendAudio(chat, input, { ...options, ...length, ...musicOf(media) });
    case 'video':
      return media.is_animation
        ? api.sendAnimation(chat, input, { ...options, ...length, ...frame })
        : api.sendVideo(chat, input, { ...options, ...length, ...frame, supports_streaming: true });
    case 'video_note':
      return api.sendVideoNote(chat, input, { ...options, ...length, ...(width ? { length: width } : {}) });
    case 'document':
      return api.sendDocument(chat, input, options);
    case 'sticker':
      return api.sendSticker(chat, input, options);
  }
}

/**
 * Sends one file by itself, or several that may stand together as an album: all of them or none.
 *
 * @param inputs what each of the files is sent as
 * @returns their messages, in their order
 * @throws what the Bot API throws
 */
export async function sendFiles(
  api: Api,
  chat: number,
  inputs: readonly Input[],
  files: readonly CaptionedFile[],
  options: SendOptions,
): Promise<Message[]> {
  const parts = files.map((file, index) => ({ ...file, input: inputs[index] ?? '' }));
  const [first, ...others] = parts;
  if (!first) return [];
  if (others.length === 0) return [await sendMedia(api, chat, first, { ...options, ...captionOf(first) })];
  const { reply_markup: _none, ...together } = options;
  // The types want one family to an album; whoever puts an album together has seen to that.
  return api.sendMediaGroup(chat, parts.map(inAlbum) as InputMediaPhoto[], together);
}

function inAlbum(part: CaptionedFile & { input: Input }): AlbumPart {
  const { kind, media, input } = part;
  const shared = { media: input, ...captionOf(part) };
  const length = wholeSeconds(media.duration);
  switch (kind) {
    case 'image':
      return { type: 'photo', ...shared };
    case 'video':
      return { type: 'video', ...shared, ...length, ...frameOf(media), supports_streaming: true };
    case 'audio':
      return { type: 'audio', ...shared, ...length, ...musicOf(media) };
    default:
      return { type: 'document', ...shared };
  }
}

/**
 * A file as it takes the place of another in a message that stands already.
 *
 * @returns null for what Telegram never exchanges: voice and round films, stickers
 */
export function mediaInPlace(part: CaptionedFile & { input: Input }): InputMedia | null {
  const { kind, media, input } = part;
  if (kind === 'voice' || !takesCaption(kind)) return null;
  if (!media.is_animation) return inAlbum(part);
  return {
    type: 'animation',
    media: input,
    ...captionOf(part),
    ...wholeSeconds(media.duration),
    ...frameOf(media),
  };
}

function captionOf({ caption }: CaptionedFile): Pick<Captioned, 'caption' | 'caption_entities'> {
  return caption ? { caption: caption.text, caption_entities: caption.entities } : {};
}

/**
 * Sends a place or a contact as what it is.
 *
 * @throws TypeError for details that hold neither; what the Bot API throws
 */
export function sendDetails(
  api: Api,
  chat: number,
  { location, contact }: MessageDetails,
  options: SendOptions,
): Promise<Message> {
  if (location) {
    const { latitude, longitude, title = '', address = '' } = location;
    const isNamed = title !== '' || address !== '';
    return isNamed
      ? api.sendVenue(chat, latitude, longitude, title || address, address || title, options)
      : api.sendLocation(chat, latitude, longitude, options);
  }
  if (!contact) throw new TypeError('neither a place nor a contact');
  const { phone_number, first_name, last_name } = contact;
  const name = first_name || last_name || phone_number;
  return api.sendContact(chat, phone_number, name, {
    ...options,
    ...(first_name && last_name ? { last_name } : {}),
  });
}

/** The option that makes a message answer another one; the other one may be gone. */
export function replyingTo(message_id: number | null): Pick<SendOptions, 'reply_parameters'> {
  return message_id === null ? {} : { reply_parameters: { message_id, allow_sending_without_reply: true } };
}

function wholeSeconds(duration: number | undefined): { duration?: number } {
  return duration === undefined ? {} : { duration: Math.round(duration) };
}

function frameOf({ width, height }: MediaReference): { width?: number; height?: number } {
  return width !== undefined && height !== undefined ? { width, height } : {};
}

function musicOf({ performer, title }: MediaReference): { performer?: string; title?: string } {
  return { ...(performer && { performer }), ...(title && { title }) };
}
