import { z } from 'zod';
import { choicesOf, listTitleOf } from './customers/choices.js';
import type { Choice } from './customers/choices.js';
import type { MediaStore } from './media-store.js';
import type { Chat, ChatMessage, DeliveryStatus } from './model.js';
import type { World } from './world.js';

/** A message as the customer's phone shows it. */
export interface ShownMessage {
  id: string;
  from: 'business' | 'customer';
  at: number;
  /** `text`, `image`, `voice`, `interactive`, `template` and so on. */
  type: string;
  /** The text, the caption, what stands above the buttons, or the template filled in; empty where there is none. */
  text: string;
  file: { id: string; mime_type: string; filename: string | null; bytes: number } | null;
  /** A file by its address. */
  link: string | null;
  /** Buttons and rows of lists. */
  choices: Choice[];
  /** What stands on the button that opens the choices as a list; null where they stand under the message. */
  list: string | null;
  location: Record<string, unknown> | null;
  contacts: unknown[] | null;
  /** The name and language of the template, where it is one. */
  template: { name: string; language: string } | null;
  reply_to: string | null;
  reactions: { business?: string; customer?: string };
  /** How far a message of the business has come. */
  status: DeliveryStatus;
  /** Two blue ticks: the business has read it. */
  isReadByBusiness: boolean;
  isEdited: boolean;
  isDeleted: boolean;
}

/** A chat as the customer's phone shows it. */
export interface Shown {
  name: string;
  messages: ShownMessage[];
  /** "typing…" at the top. */
  isTyping: boolean;
  /** Whether the business may write freely. */
  isWindowOpen: boolean;
}

const words = z.object({
  body: z.union([z.string(), z.object({ text: z.string() })]).optional(),
  caption: z.string().optional(),
  text: z.string().optional(),
  filename: z.string().optional(),
  link: z.string().optional(),
});
const named = z.object({ name: z.string(), language: z.object({ code: z.string() }) });

/** What a customer sees: nothing at all before the first word. Messages that failed never reached the phone. */
export function shownTo(world: World, media: MediaStore, chat: Chat | undefined): Shown {
  return {
    name: chat?.customer.name ?? '',
    messages: (chat?.messages ?? [])
      .filter(({ from, status }) => from === 'customer' || status !== 'failed')
      .map((message) => shownMessage(media, message)),
    isTyping: (chat?.typingUntil ?? 0) > world.now(),
    isWindowOpen: world.isWindowOpen(chat),
  };
}

function shownMessage(media: MediaStore, message: ChatMessage): ShownMessage {
  const { content, media_id, type, ...rest } = message;
  const { body, caption, text, filename, link = null } = words.safeParse(content).data ?? {};
  const stored = media_id === null ? undefined : media.find(media_id);
  const { name, language } = (type === 'template' && named.safeParse(content).data) || {};
  return {
    ...rest,
    type: type === 'audio' && content['voice'] === true ? 'voice' : type,
    text: (typeof body === 'string' ? body : body?.text) ?? caption ?? text ?? '',
    file: stored
      ? {
          id: stored.id,
          mime_type: stored.mime_type,
          filename: filename ?? stored.filename,
          bytes: stored.file_size,
        }
      : null,
    link,
    choices: choicesOf(message),
    list: listTitleOf(message),
    location: type === 'location' ? content : null,
    contacts: type === 'contacts' ? (content['contacts'] as unknown[]) : null,
    template: name !== undefined && language ? { name, language: language.code } : null,
  };
}
