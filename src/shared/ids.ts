import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { EstafetaError } from './errors.js';
import { because } from './field-problem.js';

/** A uuid that knows what it is the id of, so that a user's id can't be passed where a conversation's is asked for. */
type Id<Of extends string> = string & { readonly __idOf: Of };

export type ClientId = Id<'client'>;
export type UserId = Id<'user'>;
export type ConversationId = Id<'conversation'>;
export type MessageId = Id<'message'>;
export type HandoverId = Id<'handover'>;
export type TopicId = Id<'topic'>;
export type ManagerId = Id<'manager'>;
export type IntegrationId = Id<'integration'>;
export type TopicPostId = Id<'topic post'>;
export type AdminId = Id<'admin'>;
export type PromptId = Id<'prompt'>;
export type IntentId = Id<'intent'>;
export type NamedTextId = Id<'named text'>;

export type AnyId =
  | ClientId
  | UserId
  | ConversationId
  | MessageId
  | HandoverId
  | TopicId
  | ManagerId
  | IntegrationId
  | TopicPostId
  | PromptId
  | IntentId
  | NamedTextId;

const uuidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const shortShape = /^[A-Za-z0-9_-]{22}$/;

/** Whether a text is a uuid in the form PostgreSQL prints: lower case, with dashes. */
export function isUuid(text: string): boolean {
  return uuidShape.test(text);
}

/** A fresh random id. */
export function newId<T extends AnyId>(): T {
  return randomUUID() as T;
}

/**
 * Takes a text from outside as an id.
 *
 * @param what the word a person knows it by: `client`, `handover`
 * @throws EstafetaError `id_invalid`
 */
export function idFrom<T extends AnyId>(text: string, what: string): T {
  const lower = text.toLowerCase();
  if (isUuid(lower)) return lower as T;
  throw new EstafetaError({
    code: 'id_invalid',
    message: `This is not the id of a ${what}: ${JSON.stringify(text.slice(0, 60))}`,
    whatToDo: 'Give a uuid, such as 6f1f3f0e-8f7b-4d0a-9c43-3d1f6a3b2c10.',
  });
}

/** A zod schema of one kind of id. */
export function idSchema<T extends AnyId>() {
  return z
    .string()
    .refine(isUuid, because({ reason: 'no_id', message: 'must be a uuid' }))
    .transform((text) => text as T);
}

/**
 * A uuid as 22 characters of base64url, for a button's callback_data: Telegram allows 64 bytes there.
 * Turned back by {@link longId}.
 */
export function shortId(id: AnyId): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** The uuid behind a {@link shortId}, or null when the text is not one: whoever presses a button may have forged it. */
export function longId<T extends AnyId>(short: string): T | null {
  if (!shortShape.test(short)) return null;
  const hex = Buffer.from(short, 'base64url').toString('hex');
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    '-',
  );
  // The last character carries four unused bits: only one of its sixteen spellings is ours.
  return shortId(id as T) === short ? (id as T) : null;
}
