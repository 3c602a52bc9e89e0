import { editMessage } from '../../src/messages/edit-message.js';
import { receiveMessage } from '../../src/messages/receive-message.js';
import { onGroupMessageEdited } from '../../src/topics/on-group-edit.js';
import { onGroupReaction } from '../../src/topics/on-group-reaction.js';
import type { Tools } from '../../src/use-case.js';
import type { BotApi } from './bot-api.js';
import { groupMessage, groupReaction, userMessage, userReaction } from './inbound.js';
import type { TelegramMessage, TelegramReaction } from './update-shapes.js';
import type { WantedConnection } from './wanted-connections.js';

type ChangeContext = { tools: Tools; bot: BotApi; username: string; connection: () => WantedConnection };

/** Why nothing came of it; undefined when something did. */
type Handled = { ignored: string } | undefined;

const withoutCustomers = { ignored: 'a private chat with a bot that serves only managers' };

/** Somebody changed what they wrote. */
export async function onEdited(
  { tools, bot, username, connection }: ChangeContext,
  message: TelegramMessage,
): Promise<Handled> {
  const { from, chat, date, edit_date = date } = message;
  if (!from) return { ignored: 'edited by nobody' };
  const { integration, sender_key } = connection();
  const edited_at = new Date(edit_date * 1000);
  if (chat.type === 'private') {
    if (!integration) return withoutCustomers;
    const { client_id, id: integration_id } = integration;
    const edit = { message: userMessage(message, from, bot.bot_id), edited_at };
    const result = await editMessage(tools, { client_id, integration_id, edit });
    return result === 'unchanged' ? { ignored: 'an edit that changes nothing that is kept' } : undefined;
  }
  const written = groupMessage(message, from, { sender_key, bot: { bot_id: bot.bot_id, username } });
  const isOurs = written && (await onGroupMessageEdited(tools, { ...written, edited_at }));
  return isOurs ? undefined : { ignored: 'an edit of something that is not kept' };
}

/** Somebody put a reaction on a message, or took it away. */
export async function onReaction(
  { tools, bot, connection }: ChangeContext,
  reaction: TelegramReaction,
): Promise<Handled> {
  const { user, chat } = reaction;
  if (!user) return { ignored: 'a reaction in the name of the group' };
  const { integration, sender_key } = connection();
  if (chat.type !== 'private') {
    const ignored = await onGroupReaction(tools, groupReaction(reaction, user, sender_key));
    return ignored === null ? undefined : { ignored };
  }
  if (!integration) return withoutCustomers;
  const { client_id, id: integration_id } = integration;
  const message = userReaction(reaction, user, { bot_id: bot.bot_id, received_at: tools.clock.now() });
  await receiveMessage(tools, { client_id, integration_id, message });
  return undefined;
}
