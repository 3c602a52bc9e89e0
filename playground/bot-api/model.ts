/** Seconds since 1970, as Telegram writes dates. */
export type UnixSeconds = number;

export interface Bot {
  id: number;
  username: string;
  first_name: string;
  token: string;
  revoked: boolean;
  /** Group privacy: a bot that is not an administrator gets only what is meant for it. */
  privacy: boolean;
  allowed_updates: string[] | null;
  commands: Record<string, BotCommand[]>;
  webhook: Webhook | null;
}

export interface BotCommand {
  command: string;
  description: string;
}

export interface Webhook {
  url: string;
  secret_token: string | null;
  max_connections: number;
  last_error_date?: UnixSeconds;
  last_error_message?: string;
}

export interface Person {
  id: number;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';

export interface Member {
  id: number;
  status: MemberStatus;
  can_manage_topics: boolean;
  can_delete_messages: boolean;
  is_anonymous: boolean;
}

export interface Chat {
  /** `-100…` for a group; `p<bot>_<person>` for a private chat, whose public id is the person's. */
  key: string;
  id: number;
  type: 'private' | 'group' | 'supergroup';
  title?: string;
  username?: string;
  is_forum: boolean;
  bot_id?: number;
  blocked: boolean;
  members: Record<string, Member>;
  migrated_to?: number;
}

export interface Topic {
  chat: string;
  thread_id: number;
  name: string;
  icon_color: number;
  icon_custom_emoji_id?: string;
  closed: boolean;
  deleted: boolean;
  creator_id: number;
  created_at: UnixSeconds;
}

export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  user?: { id: number };
  custom_emoji_id?: string;
}

export type FileKind =
  | 'photo'
  | 'voice'
  | 'document'
  | 'audio'
  | 'video'
  | 'video_note'
  | 'sticker'
  | 'animation';

export interface FileRecord {
  id: string;
  kind: FileKind;
  size: number;
  mime_type: string;
  file_name?: string;
  width: number;
  height: number;
  duration: number;
}

export type Media =
  | { kind: FileKind; file: string }
  | { kind: 'location'; latitude: number; longitude: number; title?: string; address?: string }
  | { kind: 'contact'; phone_number: string; first_name: string; last_name?: string };

/** What a service message says, in Telegram's own field names. */
export type Service = Record<string, unknown>;

export interface StoredMessage {
  chat: string;
  message_id: number;
  date: UnixSeconds;
  edit_date?: UnixSeconds;
  from_id: number;
  anonymous?: boolean;
  thread_id?: number;
  reply_to?: number;
  quote?: string;
  text?: string;
  entities?: Entity[];
  media?: Media;
  album_id?: string;
  reply_markup?: ReplyMarkup;
  service?: Service;
  /** Emoji by the id of whoever reacted. */
  reactions: Record<string, string[]>;
}

export interface InlineButton {
  text: string;
  callback_data?: string;
  url?: string;
}

export interface ReplyMarkup {
  inline_keyboard?: InlineButton[][];
  [other: string]: unknown;
}

export interface CallbackQuery {
  id: string;
  bot_id: number;
  person_id: number;
  chat: string;
  message_id: number;
  data: string;
  /** Milliseconds since 1970. */
  at: number;
  answered: boolean;
}

export interface QueuedUpdate {
  update_id: number;
  bot_id: number;
  kind: string;
  /** What a webhook keeps in order: the chat's key. */
  chat: string;
  /** Milliseconds since 1970. */
  at: number;
  body: unknown;
}

/** How the group's anonymous administrators appear to bots. */
export const ANONYMOUS_ADMIN = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
} as const;

/** Returns the key under which the private chat of a bot and a person is kept. */
export function privateChatKey(botId: number, personId: number): string {
  return `p${botId}_${personId}`;
}
