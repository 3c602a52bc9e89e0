import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { changeMember } from '../members.js';
import type { Bot, Chat, Member, Person } from '../model.js';
import { changeTopic, openTopic, removeTopic } from '../topics.js';
import type { World } from '../world.js';
import { action, ActionError, groupOf, personOf } from './action.js';

const username = z
  .string()
  .regex(/^@?[a-zA-Z][a-zA-Z0-9_]{2,31}$/, 'a username: 3 to 32 letters, digits, underscores');
const member = z.object({ group: z.number().int(), member: z.union([z.number().int(), username]) });
const rights = {
  can_manage_topics: z.boolean().optional(),
  can_delete_messages: z.boolean().optional(),
  is_anonymous: z.boolean().optional(),
};
const topic = z.object({ group: z.number().int(), thread: z.number().int() });

export const createBot = action(
  z.object({
    username,
    first_name: z.string().min(1).optional(),
    token: z
      .string()
      .regex(/^\d+:[\w-]{35}$/, 'a token looks like <id>:<35 characters>')
      .optional(),
    /** Group privacy, on as in Telegram. */
    privacy: z.boolean().optional(),
  }),
  (world, args): { id: number; username: string; first_name: string; token: string } => {
    const name = args.username.replace(/^@/, '');
    if (world.state.botByName(name)) throw new ActionError(`There is a bot @${name} already.`);
    const id = args.token ? Number(args.token.split(':')[0]) : world.state.next('bot', 7_000_000_001);
    if (world.bot(id)) throw new ActionError(`There is a bot with the id ${id} already.`);
    world.state.reserve('bot', id >= 7_000_000_001 && id < 8_000_000_000 ? id : 7_000_000_000);
    const bot: Bot = {
      id,
      username: name,
      first_name: args.first_name ?? name,
      token: args.token ?? `${id}:${tokenSecret()}`,
      revoked: false,
      privacy: args.privacy ?? true,
      allowed_updates: null,
      commands: {},
      webhook: null,
    };
    world.putBot(bot);
    return { id, username: bot.username, first_name: bot.first_name, token: bot.token };
  },
);

export const revokeToken = action(
  z.object({ bot: username }),
  (world, { bot: name }): { revoked: string } => {
    const bot = world.state.botByName(name);
    if (!bot) throw new ActionError(`There is no bot ${name}.`);
    bot.revoked = true;
    world.putBot(bot);
    world.updates.interrupt(bot, 'over');
    return { revoked: bot.username };
  },
);

export const createPerson = action(
  z.object({
    first_name: z.string().min(1),
    last_name: z.string().optional(),
    username: username.optional(),
    language_code: z.string().optional(),
    id: z.number().int().positive().optional(),
  }),
  (world, args): Person => {
    const id = args.id ?? world.state.next('person', 500_000_001);
    if (world.state.people.get(String(id)) || world.bot(id)) throw new ActionError(`The id ${id} is taken.`);
    if (args.id !== undefined && id >= 500_000_001 && id < 600_000_000) world.state.reserve('person', id);
    const { last_name, language_code } = args;
    const name = args.username?.replace(/^@/, '');
    const person: Person = {
      id,
      first_name: args.first_name,
      ...(last_name !== undefined && { last_name }),
      ...(name !== undefined && { username: name }),
      ...(language_code !== undefined && { language_code }),
    };
    world.state.people.set(String(id), person);
    world.changes.emit('person', null, () => person);
    return person;
  },
);

export const createGroup = action(
  z.object({
    title: z.string().min(1),
    is_forum: z.boolean().optional(),
    /** `group`: a basic one, which can be migrated. */
    type: z.enum(['group', 'supergroup']).optional(),
    id: z.number().int().negative().optional(),
    username: username.optional(),
    creator: z.number().int().optional(),
  }),
  (world, args): { id: number } => {
    const type = args.type ?? 'supergroup';
    if (type === 'group' && args.is_forum) throw new ActionError('Only a supergroup can be a forum.');
    if (args.creator !== undefined) personOf(world, args.creator);
    const chat = newGroup(world, { type, title: args.title, is_forum: args.is_forum ?? false, id: args.id });
    if (args.username !== undefined) chat.username = args.username.replace(/^@/, '');
    world.putChat(chat);
    if (args.creator !== undefined)
      changeMember(world, chat, args.creator, { status: 'creator' }, args.creator);
    return { id: chat.id };
  },
);

export const addMember = action(
  member.extend({ by: z.number().int().optional() }),
  (world, args): { member: number } => setMember(world, args, { status: 'member' }),
);

export const promoteMember = action(
  member.extend({ ...rights, by: z.number().int().optional() }),
  (world, args): { member: number } =>
    setMember(world, args, {
      status: 'administrator',
      can_manage_topics: args.can_manage_topics ?? true,
      can_delete_messages: args.can_delete_messages ?? true,
      is_anonymous: args.is_anonymous ?? false,
    }),
);

export const demoteMember = action(
  member.extend({ by: z.number().int().optional() }),
  (world, args): { member: number } =>
    setMember(world, args, {
      status: 'member',
      can_manage_topics: false,
      can_delete_messages: false,
      is_anonymous: false,
    }),
);

export const removeMember = action(
  member.extend({ by: z.number().int().optional() }),
  (world, args): { member: number } => setMember(world, args, { status: 'kicked' }),
);

export const createTopic = action(
  z.object({ group: z.number().int(), name: z.string().min(1).max(128), by: z.number().int() }),
  (world, { group, name, by }): { thread: number } => {
    const chat = groupOf(world, group);
    if (!chat.is_forum) throw new ActionError(`Group ${group} has no topics: create it with is_forum.`);
    return { thread: openTopic(world, chat, { name, creator_id: by, icon_color: 7_322_096 }).thread_id };
  },
);

export const closeTopic = action(
  topic.extend({ by: z.number().int() }),
  (world, args): { thread: number } => {
    const { chat, found } = topicOf(world, args);
    changeTopic(world, chat, found, { closed: true }, args.by);
    return { thread: found.thread_id };
  },
);

export const reopenTopic = action(
  topic.extend({ by: z.number().int() }),
  (world, args): { thread: number } => {
    const { chat, found } = topicOf(world, args);
    changeTopic(world, chat, found, { closed: false }, args.by);
    return { thread: found.thread_id };
  },
);

export const renameTopic = action(
  topic.extend({ name: z.string().min(1).max(128), by: z.number().int() }),
  (world, args): { thread: number } => {
    const { chat, found } = topicOf(world, args);
    changeTopic(world, chat, found, { name: args.name }, args.by);
    return { thread: found.thread_id };
  },
);

export const deleteTopic = action(topic, (world, args): { thread: number } => {
  const { found } = topicOf(world, args);
  removeTopic(world, found);
  return { thread: found.thread_id };
});

/** The group gets a new id; the old one answers with `migrate_to_chat_id` from then on. */
export const migrateGroup = action(
  z.object({ group: z.number().int(), is_forum: z.boolean().optional() }),
  (world, args): { id: number } => {
    const old = groupOf(world, args.group);
    const is_forum = args.is_forum ?? old.is_forum;
    const chat = newGroup(world, { type: 'supergroup', title: old.title ?? '', is_forum, id: undefined });
    chat.members = structuredClone(old.members);
    world.putChat(chat);
    const actor = Object.values(chat.members).find(({ status }) => status === 'creator')?.id ?? 0;
    world.post(old, { from_id: actor, service: { migrate_to_chat_id: chat.id } });
    old.migrated_to = chat.id;
    world.putChat(old);
    world.post(chat, { from_id: actor, service: { migrate_from_chat_id: old.id } });
    return { id: chat.id };
  },
);

/** Topics switched on or off in a group's settings. No bot is told; what was written in topics stays, and so do they. */
export const switchTopics = action(
  z.object({ group: z.number().int(), is_forum: z.boolean() }),
  (world, { group, is_forum }): { is_forum: boolean } => {
    const chat = groupOf(world, group);
    if (chat.type !== 'supergroup') throw new ActionError('Only a supergroup can have topics: migrateGroup.');
    chat.is_forum = is_forum;
    world.putChat(chat);
    return { is_forum };
  },
);

function newGroup(
  world: World,
  given: { type: 'group' | 'supergroup'; title: string; is_forum: boolean; id: number | undefined },
): Chat {
  const { type, title, is_forum } = given;
  const base = type === 'supergroup' ? 1_000_000_000_000 : 0;
  const id = given.id ?? -(base + world.state.next('group', 2_100_000_001));
  if (world.state.chats.get(String(id))) throw new ActionError(`There is a group ${id} already.`);
  return { key: String(id), id, type, title, is_forum, blocked: false, members: {} };
}

function setMember(
  world: World,
  args: { group: number; member: number | string; by?: number | undefined },
  change: Partial<Member>,
): { member: number } {
  const chat = groupOf(world, args.group);
  const named = args.member;
  const bot = typeof named === 'string' ? world.state.botByName(named) : world.bot(named);
  if (typeof named === 'string' && !bot) throw new ActionError(`There is no bot ${named}.`);
  const id = bot?.id ?? personOf(world, Number(named)).id;
  const creator = Object.values(chat.members).find(({ status }) => status === 'creator')?.id;
  changeMember(world, chat, id, change, args.by ?? creator ?? id);
  return { member: id };
}

function topicOf(world: World, args: { group: number; thread: number }) {
  const chat = groupOf(world, args.group);
  const found = world.state.topic(chat.key, args.thread);
  if (!found || found.deleted) throw new ActionError(`Group ${args.group} has no topic ${args.thread}.`);
  return { chat, found };
}

function tokenSecret(): string {
  return `AA${randomBytes(33).toString('base64url').slice(0, 33)}`;
}
