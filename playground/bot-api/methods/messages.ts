import { badRequest } from '../api-error.js';
import { chatForBot } from '../membership.js';
import type { Bot, Chat, StoredMessage } from '../model.js';
import { plainEmoji, REACTIONS } from '../reactions.js';
import { renderMessage } from '../render.js';
import { formattedOf, markupOf, messageOf, postTo, targetOf, type Call } from './call.js';
import { albumItem } from './media.js';

const NOT_MODIFIED =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';

/** https://core.telegram.org/bots/api#sendmessage */
export function sendMessage(call: Call): unknown {
  const target = targetOf(call);
  return renderMessage(call.world, call.bot, postTo(call, target, formattedOf(call.params, 'text')));
}

/** https://core.telegram.org/bots/api#editmessagetext */
export function editMessageText(call: Call): unknown {
  const { chat, message } = ownMessage(call);
  if (message.media) throw badRequest('there is no text in the message to edit');
  return applyEdit(call, chat, message, formattedOf(call.params, 'text'));
}

/** https://core.telegram.org/bots/api#editmessagecaption */
export function editMessageCaption(call: Call): unknown {
  const { chat, message } = ownMessage(call);
  if (!message.media) throw badRequest('there is no caption in the message to edit');
  return applyEdit(call, chat, message, formattedOf(call.params, 'caption'));
}

/** https://core.telegram.org/bots/api#editmessagemedia */
export function editMessageMedia(call: Call): unknown {
  const { chat, message } = ownMessage(call);
  const { media, ...caption } = albumItem(call, call.params.json<Record<string, unknown>>('media') ?? {});
  const edited = { ...caption, text: caption.text ?? '', media };
  return applyEdit(call, chat, message, edited);
}

/** https://core.telegram.org/bots/api#editmessagereplymarkup */
export function editMessageReplyMarkup(call: Call): unknown {
  const { chat, message } = ownMessage(call);
  return applyEdit(call, chat, message, {});
}

/** https://core.telegram.org/bots/api#deletemessage */
export function deleteMessage(call: Call): true {
  const { world, bot, params } = call;
  const chat = chatForBot(world, bot, params.values['chat_id']);
  const message = messageOf(call, chat, 'message to delete not found');
  if (!mayDelete(bot, chat, message)) throw badRequest("message can't be deleted");
  world.remove(message);
  return true;
}

/** https://core.telegram.org/bots/api#deletemessages: what can't be found is skipped, and one that may not be deleted refuses all. */
export function deleteMessages(call: Call): true {
  const { world, bot, params } = call;
  const chat = chatForBot(world, bot, params.values['chat_id']);
  const ids = params.json<number[]>('message_ids') ?? [];
  if (ids.length === 0 || ids.length > 100) throw badRequest('message identifiers are not specified');
  const found = ids.flatMap((id) => world.state.message(chat.key, id) ?? []);
  if (found.some((message) => !mayDelete(bot, chat, message))) throw badRequest("message can't be deleted");
  for (const message of found) world.remove(message);
  return true;
}

function mayDelete(bot: Bot, chat: Chat, message: StoredMessage): boolean {
  const isAllowed =
    message.from_id === bot.id ||
    chat.type === 'private' ||
    chat.members[bot.id]?.can_delete_messages === true;
  return isAllowed && !message.service?.['forum_topic_created'];
}

/** https://core.telegram.org/bots/api#copymessage */
export function copyMessage(call: Call): unknown {
  const { world, bot, params } = call;
  const target = targetOf(call);
  const source = chatForBot(world, bot, params.values['from_chat_id']);
  const original = messageOf(call, source, 'message to copy not found');
  if (original.service) throw badRequest("message can't be copied");
  const { text, entities, media } = original;
  const caption = media && params.has('caption') ? formattedOf(params, 'caption') : { text, entities };
  const copy = postTo(call, target, { ...definedOnly(caption), ...(media && { media }) });
  return { message_id: copy.message_id };
}

/** https://core.telegram.org/bots/api#setmessagereaction */
export function setMessageReaction(call: Call): true {
  const { world, bot, params } = call;
  const chat = chatForBot(world, bot, params.values['chat_id']);
  const message = messageOf(call, chat, 'message to react not found');
  const reactions = params.json<{ type: string; emoji?: string }[]>('reaction') ?? [];
  if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY');
  const emoji = reactions.map((reaction) => plainEmoji(reaction.emoji ?? ''));
  if (!emoji.every((one) => REACTIONS.has(one))) throw badRequest('REACTION_INVALID');
  message.reactions = { ...message.reactions, [bot.id]: emoji };
  if (emoji.length === 0) delete message.reactions[bot.id];
  world.edited(chat, message, false);
  return true;
}

/** https://core.telegram.org/bots/api#sendchataction */
export function sendChatAction(call: Call): true {
  const { chat, thread_id } = targetOf(call);
  const { world, bot, params } = call;
  world.changes.emit('typing', chat.key, () => ({
    bot: bot.username,
    thread_id,
    action: params.text('action'),
  }));
  return true;
}

function ownMessage(call: Call): { chat: Chat; message: StoredMessage } {
  const chat = chatForBot(call.world, call.bot, call.params.values['chat_id']);
  const message = messageOf(call, chat, 'message to edit not found');
  if (message.from_id !== call.bot.id || message.service) throw badRequest("message can't be edited");
  return { chat, message };
}

/** An edit without `reply_markup` takes the keyboard away, as in Telegram. */
function applyEdit(
  { world, bot, params }: Call,
  chat: Chat,
  message: StoredMessage,
  content: Pick<StoredMessage, 'text' | 'entities' | 'media'>,
): unknown {
  const reply_markup = markupOf(params);
  const keyboard = (of: StoredMessage['reply_markup']): string => JSON.stringify(of?.inline_keyboard ?? []);
  const sameText =
    content.text === undefined ||
    (content.text === message.text && JSON.stringify(content.entities) === JSON.stringify(message.entities));
  const sameMedia =
    content.media === undefined || JSON.stringify(content.media) === JSON.stringify(message.media);
  if (sameText && sameMedia && keyboard(reply_markup) === keyboard(message.reply_markup))
    throw badRequest(NOT_MODIFIED);
  Object.assign(message, content);
  if (reply_markup) message.reply_markup = reply_markup;
  else delete message.reply_markup;
  if (content.text !== undefined) message.edit_date = world.seconds();
  world.edited(chat, message, false);
  return renderMessage(world, bot, message);
}

function definedOnly({
  text,
  entities,
}: Pick<StoredMessage, 'text' | 'entities'>): Pick<StoredMessage, 'text' | 'entities'> {
  return { ...(text !== undefined && { text }), ...(entities && { entities }) };
}
