import type { MessageEntity } from 'grammy/types';
import type { StyledPart, StyledText } from '../../src/topics/styled-text.js';
import { cleanText } from '../text/clean-text.js';
import { oneLine, standIn } from '../text/one-line.js';
import { shortened, splitText } from '../text/split-text.js';
import type { Stretch } from '../text/split-text.js';

/**
 * Text as Telegram takes it: the words as they are, and beside them what looks how. Nothing is ever parsed as markup
 * (`parse_mode` is not used), so whatever a person wrote is shown and never refused. Offsets count UTF-16 units, as
 * JavaScript does. Limits: https://core.telegram.org/bots/api#sendmessage and #sendphoto.
 */
export type TelegramText = { text: string; entities: MessageEntity[] };

const TEXT_LIMIT = 4096;
const CAPTION_LIMIT = 1024;
const TOPIC_NAME_LIMIT = 128;
const PRESS_ANSWER_LIMIT = 200;
const BUTTON_LABEL_LIMIT = 64;

/** The looks of ours in Telegram's words. */
const LOOKS = { bold: 'bold', italic: 'italic', code: 'code', quote: 'blockquote' } as const;

/**
 * What to send for a text of any length and content.
 * @returns one message or more, in order, each fit to be sent as it is.
 */
export function telegramTexts(text: StyledText): [TelegramText, ...TelegramText[]] {
  const [first, ...rest] = piecesOf(text, TEXT_LIMIT);
  return first ? [first, ...rest] : [{ text: standIn, entities: [] }];
}

/**
 * What to send with a file: what fits under it, and what goes on as messages right after.
 * @returns a caption of null when there is nothing to say.
 */
export function telegramCaption(text: StyledText): { caption: TelegramText | null; rest: TelegramText[] } {
  const [caption = null, ...rest] = piecesOf(text, TEXT_LIMIT, CAPTION_LIMIT);
  return { caption, rest };
}

/** What to send beside something that takes no caption: as many messages as it needs, none when there is nothing to say. */
export function textsBeside(text: StyledText): TelegramText[] {
  return piecesOf(text, TEXT_LIMIT);
}

/** A name for a topic: one line, never empty, at most 128 units. */
export function topicName(name: string): string {
  return oneLine(name, TOPIC_NAME_LIMIT);
}

/** The label of a button: one line, never empty. */
export function buttonLabel(label: string): string {
  return oneLine(label, BUTTON_LABEL_LIMIT);
}

/** What a press is answered with: at most 200 units. */
export function pressAnswerText(text: string): string {
  return shortened(cleanText(text), PRESS_ANSWER_LIMIT);
}

function piecesOf(styled: StyledText, limit: number, firstLimit = limit): TelegramText[] {
  const parts = styled.map((part) => ({ ...part, text: cleanText(part.text) }));
  const text = parts.map((part) => part.text).join('');
  const entities = entitiesOf(parts);
  return splitText(text, limit, firstLimit).map((piece) => ({
    text: text.slice(piece.start, piece.end),
    entities: entities.flatMap((entity) => inside(entity, piece, text)),
  }));
}

/** The entities of all parts over the joined text; neighbours of one look become one. */
function entitiesOf(parts: readonly StyledPart[]): MessageEntity[] {
  const entities: MessageEntity[] = [];
  let offset = 0;
  for (const part of parts) {
    const { length } = part.text;
    const before = entities.findLast((entity) => entity.type === (part.look && LOOKS[part.look]));
    if (length > 0 && part.look) {
      if (before && before.offset + before.length === offset) before.length += length;
      else entities.push({ type: LOOKS[part.look], offset, length });
    }
    // Telegram keeps no mention or link inside code.
    if (length > 0 && part.look !== 'code') entities.push(...pointers(part, offset, length));
    offset += length;
  }
  return entities;
}

function pointers(part: StyledPart, offset: number, length: number): MessageEntity[] {
  if (part.mention) {
    const user = { id: part.mention.telegram_user_id, is_bot: false, first_name: part.text };
    return [{ type: 'text_mention', offset, length, user }];
  }
  return part.link ? [{ type: 'text_link', offset, length, url: part.link }] : [];
}

/** What of an entity falls into a piece, counted from the piece's beginning. */
function inside(entity: MessageEntity, piece: Stretch, text: string): MessageEntity[] {
  const start = Math.max(entity.offset, piece.start);
  const end = Math.min(entity.offset + entity.length, piece.end);
  if (end <= start || text.slice(start, end).trim() === '') return [];
  return [{ ...entity, offset: start - piece.start, length: end - start }];
}
