import { z } from 'zod';
import type { Chat, Person, StoredMessage } from '../model.js';
import { privateChatKey } from '../model.js';
import { isInside } from '../membership.js';
import type { World } from '../world.js';

/** Something a person does, or that is set up, as both the page and tests ask for it. */
export interface Action<Schema extends z.ZodType, Result> {
  schema: Schema;
  run(world: World, args: z.output<Schema>): Result;
}

/** Pairs an action with the schema of what it takes. */
export function action<Schema extends z.ZodType, Result>(
  schema: Schema,
  run: (world: World, args: z.output<Schema>) => Result,
): Action<Schema, Result> {
  return { schema, run };
}

/** What was asked can't be done; the message says why and what to do. */
export class ActionError extends Error {}

/** Returns the person with this id. Throws ActionError. */
export function personOf(world: World, id: number): Person {
  const person = world.state.people.get(String(id));
  if (!person) throw new ActionError(`There is no person ${id}: create one with createPerson.`);
  return person;
}

/** Returns the group with this id. Throws ActionError, also when the group moved on. */
export function groupOf(world: World, id: number): Chat {
  const chat = world.state.chats.get(String(id));
  if (!chat) throw new ActionError(`There is no group ${id}: create one with createGroup.`);
  if (chat.migrated_to !== undefined)
    throw new ActionError(`Group ${id} became ${chat.migrated_to}: use that id.`);
  return chat;
}

/**
 * Returns the chat in which a person acts: a group by its id, or the private chat with a bot by the
 * bot's username. Throws ActionError when the person isn't a member or blocked the bot.
 */
export function chatOf(world: World, personId: number, named: number | string): Chat {
  personOf(world, personId);
  if (typeof named === 'number') {
    const group = groupOf(world, named);
    if (!isInside(group.members[personId])) {
      throw new ActionError(`Person ${personId} is not in group ${named}: add them with addMember.`);
    }
    return group;
  }
  const chat = privateChatOf(world, personId, named);
  if (chat.blocked)
    throw new ActionError(`Person ${personId} blocked ${named}: unblock with personStartsBot.`);
  return chat;
}

/** Returns the private chat of a person and a bot, opening it when there was none. Throws ActionError. */
export function privateChatOf(world: World, personId: number, username: string): Chat {
  const bot = world.state.botByName(username);
  if (!bot)
    throw new ActionError(`There is no bot @${username.replace(/^@/, '')}: create one with createBot.`);
  const key = privateChatKey(bot.id, personId);
  const known = world.state.chats.get(key);
  if (known) return known;
  const chat: Chat = {
    key,
    id: personId,
    type: 'private',
    is_forum: false,
    bot_id: bot.id,
    blocked: false,
    members: {},
  };
  world.putChat(chat);
  return chat;
}

/** Who does it, and in which chat: a group's id, or the username of the bot in a private chat. */
export const where = { person: z.number().int(), chat: z.union([z.number().int(), z.string().min(1)]) };

/** @throws ActionError when the chat has no such message */
export function messageOf(
  world: World,
  args: { person: number; chat: number | string; messageId: number },
): { chat: Chat; message: StoredMessage } {
  const chat = chatOf(world, args.person, args.chat);
  const message = world.state.message(chat.key, args.messageId);
  if (!message) throw new ActionError(`Chat ${args.chat} has no message ${args.messageId}.`);
  return { chat, message };
}
