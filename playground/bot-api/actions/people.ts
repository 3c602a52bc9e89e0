import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { botsIn } from '../delivery.js';
import { setBlocked } from '../members.js';
import { isAdmin } from '../membership.js';
import type { Bot, Chat, StoredMessage } from '../model.js';
import { plainEmoji } from '../reactions.js';
import { renderChat, renderMessage, renderUser } from '../render.js';
import type { CallbackAnswer, World } from '../world.js';
import { action, ActionError, messageOf, personOf, privateChatOf, where } from './action.js';
import { personSends } from './writing.js';
import type { SentMessage } from './writing.js';

/**
 * An anonymous administrator who presses is named, as in Telegram.
 * Resolves with what the bot answered to the press, or `answered: false` after `timeoutMs` (15 s).
 */
export const personPresses = action(
  z.object({
    ...where,
    messageId: z.number().int(),
    data: z.string(),
    timeoutMs: z.number().int().positive().optional(),
    /** Sends data that no button of the message carries, as a changed app could. */
    forged: z.boolean().optional(),
  }),
  (world, args): Promise<CallbackAnswer> => {
    const { chat, message } = messageOf(world, args);
    const bot = world.bot(message.from_id);
    if (!bot) throw new ActionError(`Message ${args.messageId} is not of a bot.`);
    const buttons = (message.reply_markup?.inline_keyboard ?? []).flat();
    if (!args.forged && !buttons.some((button) => button.callback_data === args.data)) {
      const there = buttons.map((button) => button.callback_data ?? button.url).join(', ') || 'none';
      throw new ActionError(
        `Message ${args.messageId} has no button with the data ${args.data}; there are: ${there}.`,
      );
    }
    return press(world, bot, chat, message, args);
  },
);

export const personReacts = action(
  z.object({
    ...where,
    messageId: z.number().int(),
    emoji: z.union([z.string(), z.array(z.string())]).nullable(),
  }),
  (world, args): { reacted: number } => {
    const { chat, message } = messageOf(world, args);
    const before = message.reactions[args.person] ?? [];
    const after = (args.emoji === null ? [] : [args.emoji].flat()).map(plainEmoji);
    message.reactions = { ...message.reactions, [args.person]: after };
    if (after.length === 0) delete message.reactions[args.person];
    world.edited(chat, message, false);
    const reaction = (emoji: string): object => ({ type: 'emoji', emoji });
    const anonymous = chat.members[args.person]?.is_anonymous === true;
    for (const bot of botsIn(world, chat)) {
      if (chat.type !== 'private' && !isAdmin(chat.members[bot.id])) continue;
      world.updates.push(bot, 'message_reaction', chat.key, {
        chat: renderChat(world, chat),
        message_id: message.message_id,
        date: world.seconds(),
        ...(anonymous ? { actor_chat: renderChat(world, chat) } : { user: renderUser(world, args.person) }),
        old_reaction: before.map(reaction),
        new_reaction: after.map(reaction),
      });
    }
    return { reacted: message.message_id };
  },
);

const withBot = z.object({ person: z.number().int(), bot: z.string().min(1) });

export const personBlocksBot = action(withBot, (world, { person, bot }): { blocked: true } => {
  personOf(world, person);
  setBlocked(world, privateChatOf(world, person, bot), true);
  return { blocked: true };
});

/** Opens or unblocks the chat and sends `/start`, with a payload when one is given. */
export const personStartsBot = action(
  withBot.extend({ payload: z.string().optional() }),
  (world, args): SentMessage => {
    personOf(world, args.person);
    setBlocked(world, privateChatOf(world, args.person, args.bot), false);
    const text = args.payload ? `/start ${args.payload}` : '/start';
    return personSends.run(world, { person: args.person, chat: args.bot, text });
  },
);

/** Queues the newest update of a bot again, under new update ids: what a repeating Telegram would do. */
export const repeatLastUpdate = action(
  z.object({ bot: z.string().min(1), times: z.number().int().positive().max(100).optional() }),
  (world, args): { repeated: number } => {
    const bot = world.state.botByName(args.bot);
    const times = args.times ?? 1;
    if (!bot || !world.updates.repeatLast(bot, times))
      throw new ActionError(`Bot ${args.bot} had no update yet.`);
    return { repeated: times };
  },
);

function press(
  world: World,
  bot: Bot,
  chat: Chat,
  message: StoredMessage,
  args: { person: number; data: string; timeoutMs?: number | undefined },
): Promise<CallbackAnswer> {
  const id = String(randomBytes(8).readBigUInt64BE() >> 1n);
  world.state.putCallback({
    id,
    bot_id: bot.id,
    person_id: args.person,
    chat: chat.key,
    message_id: message.message_id,
    data: args.data,
    at: world.now(),
    answered: false,
  });
  world.updates.push(bot, 'callback_query', chat.key, {
    id,
    from: renderUser(world, args.person),
    message: renderMessage(world, bot, message),
    chat_instance: String(Math.abs(chat.id)),
    data: args.data,
  });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      world.presses.delete(id);
      resolve({ answered: false, text: null, show_alert: false });
    }, args.timeoutMs ?? 15_000);
    world.presses.set(id, (answer) => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}
