import type { Stage } from '../cast.js';
import type { BookChange, BookChat, BookMedia, BookMessage } from './chat-book.js';
import type { DeskName } from './desk.js';
import type { DeskFiles } from './desk-files.js';

type Json = Record<string, unknown>;

/** A chat and the desk it belongs to. */
export type ShownChat = { desk: DeskName; chat: BookChat };

/** The chat's key: one for each demo client, messenger and customer. */
export function chatKey({ stage, platform }: DeskName, person: number): string {
  return `${platform}:${stage.client}:${person}`;
}

/** Returns a chat in the shape in which the page knows those of the local Telegram. */
export function viewWholeChat(shown: ShownChat, files: DeskFiles): Json {
  const messages = [...shown.chat.messages.values()];
  return {
    ...viewChat(shown),
    topics: [],
    messages: messages.map((message) => viewMessage(shown, message, files)),
  };
}

/**
 * Returns what happened in the shape in which the page is told of the local Telegram; null when it shows nothing else than
 * before. What is drawn anew for no reason closes what somebody has just opened.
 */
export function viewChange(
  desk: DeskName,
  change: BookChange,
  files: DeskFiles,
): { type: string; data: unknown } | null {
  const shown = { desk, chat: change.chat };
  switch (change.type) {
    case 'message':
      return { type: 'message', data: viewMessage(shown, change.message, files) };
    case 'edited': {
      const [before, data] = [change.before, change.message].map((one) => viewMessage(shown, one, files));
      return JSON.stringify(before) === JSON.stringify(data) ? null : { type: 'edited', data };
    }
    case 'deleted':
      return { type: 'deleted', data: { message_id: change.message_id } };
    case 'chat':
      return { type: 'chat', data: viewChat(shown) };
    case 'typing':
      return { type: 'typing', data: {} };
  }
}

function viewChat({ desk: { stage, platform }, chat }: ShownChat): Json {
  const { key, person } = chat;
  const ofTelegram = {
    id: person,
    type: 'private',
    title: null,
    is_forum: false,
    blocked: false,
    members: [],
  };
  return { ...ofTelegram, key, person, bot: null, client: stage.client, platform };
}

function viewMessage(shown: ShownChat, message: BookMessage, files: DeskFiles): Json {
  const { message_id, at, author, text, isEdited, media, buttons, list, reactions, status } = message;
  const people = peopleOf(shown);
  return {
    message_id,
    date: Math.floor(at / 1_000),
    edited: isEdited,
    from: people[author],
    thread_id: null,
    reply_to: message.reply_to === null ? null : viewReplied(shown, message.reply_to),
    text,
    entities: [],
    media: media && viewMedia(media, files),
    album_id: null,
    keyboard: buttons.map(({ id, title }) => [{ text: title, callback_data: id }]),
    list,
    service: null,
    reactions: (['shop', 'customer'] as const).flatMap((who) => {
      const emoji = reactions[who];
      return emoji ? { ...people[who], emoji: [emoji] } : [];
    }),
    status: author === 'customer' ? status : null,
  };
}

function peopleOf({ desk: { stage }, chat }: ShownChat) {
  return {
    customer: { id: chat.person, name: chat.name, username: null, is_bot: false },
    shop: { id: shopId(stage), name: stage.title, username: null, is_bot: true },
  };
}

/** Whose messages stand on the left. */
function shopId({ group }: Stage): number {
  return group.id;
}

function viewReplied(shown: ShownChat, external_id: string): Json | null {
  const replied = shown.chat.messages.get(external_id);
  if (!replied) return null;
  const { message_id, author, text, media } = replied;
  return { message_id, from: peopleOf(shown)[author], text, media: media?.kind ?? null };
}

function viewMedia(media: BookMedia, files: DeskFiles): Json {
  if (!('file' in media)) return { ...media };
  const about = files.about(media.file);
  return { kind: media.kind, url: `/playground/files/${media.file}`, ...about };
}
