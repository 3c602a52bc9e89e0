import { z } from 'zod';
import { messageDetails } from './message-details.js';
import { mediaReference, messageKinds } from './message-kinds.js';
import { idSchema } from '../shared/ids.js';
import type { HandoverId } from '../shared/ids.js';

/** The kinds of address a user can be found under. */
export const identityKinds = [
  'telegram_id',
  'phone',
  'whatsapp_address',
  'whatsapp_lid',
  // What the Cloud API calls a person who hides their number, for this business alone (BSUID).
  'whatsapp_user_id',
] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** What a user asks for by a command or a button rather than by words. */
export const userCommands = ['start', 'human', 'help'] as const;
export type UserCommand = (typeof userCommands)[number];

/** `/start`, also with what a link put behind it, `/human` and `/help`. */
export function userCommandIn(text: string): UserCommand | null {
  const [, name] = /^\/(start|human|help)(?:@\w+)?(?:\s|$)/i.exec(text) ?? [];
  return name === undefined ? null : (name.toLowerCase() as UserCommand);
}

/**
 * One message of a user, as every channel hands it over. Ids of the messenger are opaque text made by the
 * channel's `ids.ts`. `text` is what the user wrote (a caption counts), as data, whatever it holds.
 */
export const inboundMessage = z.object({
  external_chat_id: z.string().min(1),
  external_message_id: z.string().min(1),
  sent_at: z.date(),
  from: z.object({
    /** The first is the primary one. */
    identities: z.array(z.object({ kind: z.enum(identityKinds), value: z.string().min(1) })).min(1),
    name: z.string().nullable(),
    username: z.string().nullable(),
    phone: z.string().nullable(),
    language_code: z.string().nullable(),
  }),
  kind: z.enum(messageKinds),
  text: z.string(),
  command: z.enum(userCommands).nullable(),
  /** A star the user pressed under the question for a rating. */
  rating: z
    .object({
      handover_id: idSchema<HandoverId>(),
      stars: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]),
    })
    .optional(),
  media: mediaReference.nullable(),
  /** A place or somebody's number; empty for every other kind. */
  details: messageDetails,
  /** Who wrote it first, by name, when it was passed on; null when the user wrote it. */
  forwarded_from: z.string().nullable(),
  /** The messenger's id of the message this one answers, in the same chat. */
  reply_to_external_id: z.string().nullable(),
  album_id: z.string().nullable(),
  /** What the messenger calls a kind we don't know: a word like `poll`, no content. */
  unsupported_kind: z.string().nullable(),
});

export type InboundMessage = z.infer<typeof inboundMessage>;
